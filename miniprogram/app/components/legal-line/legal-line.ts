/** What has to be said in small letters. */
Component({
  properties: { text: { type: String, value: '' } },
});
