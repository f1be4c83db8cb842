export type Reply<Answer> = { readonly answer: Answer } | { readonly failure: string };

/**
 * For a child process: says that it is ready, and `about` itself, then answers what the parent asks, one question after the
 * other. It ends with its parent, however that ends.
 */
export function answerParent<Question, Answer>(
  about: Readonly<Record<string, unknown>>,
  answerTo: (question: Question) => Promise<Answer>,
): void {
  process.once('disconnect', () => process.exit(0));
  process.on('message', (question: Question) => {
    answerTo(question).then(
      (answer) => send({ answer }),
      (error: Error) => send({ failure: error.stack ?? error.message }),
    );
  });
  send({ answer: about });
}

function send(reply: Reply<unknown>): void {
  process.send?.(reply);
}
