// The reference, made of our own document and of nothing from elsewhere.
const reference = document.querySelector('#reference');
const darkness = matchMedia('(prefers-color-scheme: dark)');

const follow = () => document.documentElement.classList.toggle('dark-mode', darkness.matches);
darkness.addEventListener('change', follow);
follow();

SwaggerUIBundle({
  domNode: reference,
  url: reference.dataset.document,
  // Addresses such as /docs/api#/Usage/chargeUsage lead to one operation.
  deepLinking: true,
  filter: true,
  docExpansion: 'list',
  defaultModelExpandDepth: 5,
  defaultModelsExpandDepth: -1,
  // A badge that would show the document to somebody else.
  validatorUrl: null,
});
