import type { Html } from './escape-html.ts';

/** Narrow first; two columns of cards where there is room. */
export const payerPageStyle: Html = {
  markup: `
*{box-sizing:border-box}
body{margin:0;background:#f2f3f5;color:#1a1a1a;font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
header{background:#067a3a;color:#fff;padding:20px max(16px,calc(50vw - 480px))}
h1{margin:0;font-size:22px}header p{margin:4px 0 0;font-size:14px}
main{max-width:992px;margin:0 auto;padding:8px 16px 40px}
h2{font-size:17px;margin:24px 0 12px}
ul{list-style:none;margin:0;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr))}
.card{background:#fff;border-radius:12px;padding:16px;box-shadow:0 1px 3px rgba(0,0,0,.08)}
.row{display:flex;justify-content:space-between;gap:12px;align-items:baseline}
.what{font-weight:600;overflow-wrap:anywhere}.sum{font-size:20px;font-weight:700;white-space:nowrap}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;margin:10px 0 0;font-size:14px}
dt{color:#666}dd{margin:0;overflow-wrap:anywhere}.number{font-family:ui-monospace,Menlo,Consolas,monospace}
.deeds{display:flex;flex-wrap:wrap;gap:8px;margin-top:14px}.deeds form{display:flex;gap:8px}
button,select,input{font:inherit;font-size:15px;min-height:44px;border-radius:8px;border:1px solid #c9cdd4;background:#fff;padding:0 14px;color:inherit}
a.button{display:inline-flex;align-items:center;min-height:44px;border-radius:8px;border:1px solid #07853f;text-decoration:none;font-size:15px}
input{width:110px}button{cursor:pointer}button:hover{background:#f2f3f5}
.pay{background:#07853f;border-color:#07853f;color:#fff;font-weight:600;padding:0 24px}.pay:hover{background:#066c34}
a:focus-visible,button:focus-visible,select:focus-visible,input:focus-visible{outline:3px solid #1677ff;outline-offset:2px}
.message{background:#fff8e1;border:1px solid #f0d48a;border-radius:8px;padding:10px 14px;overflow-wrap:anywhere}
.receipt,.empty{color:#666;font-size:14px;margin:10px 0 0;overflow-wrap:anywhere}
`,
};
