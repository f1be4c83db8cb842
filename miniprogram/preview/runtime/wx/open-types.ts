import { askModal } from '../shell/dialogs.ts';

type Told = { readonly event: string; readonly detail: object };
type Source = { text(name: string): string };

/** What WeChat does when a button with `open-type` is tapped, and what it tells the page afterwards. */
export async function openTypeAnswers(openType: string, source: Source): Promise<Told | null> {
  switch (openType) {
    case 'chooseAvatar':
      return { event: 'chooseavatar', detail: { avatarUrl: await drawAvatar() } };
    case 'contact':
      await askModal({ title: '客服会话', content: '（微信客服，在预览中不可用）' }, [{ id: 'ok', text: '关闭' }]);
      return {
        event: 'contact',
        detail: { errMsg: 'enterContact:ok', path: source.text('send-message-path'), query: {} },
      };
    case 'openSetting':
      return { event: 'opensetting', detail: { errMsg: 'openSetting:ok', authSetting: {} } };
    case 'agreePrivacyAuthorization':
      return { event: 'agreeprivacyauthorization', detail: {} };
    case 'share':
    case 'feedback':
      return null;
    default:
      throw new Error(`the preview does not know open-type="${openType}"`);
  }
}

/** A picture as it would come from the album. */
async function drawAvatar(): Promise<string> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 132, height: 132 });
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#2f7bff';
    context.fillRect(0, 0, 132, 132);
    context.fillStyle = '#fff';
    context.fillRect(33, 33, 66, 66);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return blob ? URL.createObjectURL(blob) : '';
}
