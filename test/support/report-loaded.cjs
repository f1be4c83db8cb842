// For `node --require`: says at the end what has been loaded of the packages of tracing. prom-client asks for their API, which does
// nothing by itself.
process.on('exit', () => {
  const loaded = Object.keys(require.cache).filter((file) => /@opentelemetry\/(?!api\/)/.test(file));
  console.error(`loaded of OpenTelemetry: ${loaded.length} files${loaded.map((file) => `\n  ${file}`).join('')}`);
});
