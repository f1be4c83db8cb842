import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** An Express application has these; a plain listener has not. */
type Prototypes = { readonly request?: IncomingMessage; readonly response?: ServerResponse };
type ExpressServer = {
  readonly server: Server;
  /** From now on, requests and responses are born as this application's. */
  bear(app: RequestListener & Prototypes): void;
};

/**
 * Express gives each request and response the application's prototype, which makes V8 throw away what it knows about their
 * shape: two thirds of what Express costs. Here they are born with it, so that the assignment changes nothing. Needs the
 * constructors of node:http to be plain functions, as test/http/express-server.test.ts checks.
 */
export function createExpressServer(options: http.ServerOptions, listener: RequestListener): ExpressServer {
  function BornRequest(this: IncomingMessage, socket: Socket): void {
    (http.IncomingMessage as unknown as typeof BornRequest).call(this, socket);
  }
  BornRequest.prototype = http.IncomingMessage.prototype;
  function BornResponse(this: ServerResponse, req: IncomingMessage, options?: object): void {
    (http.ServerResponse as unknown as typeof BornResponse).call(this, req, options);
  }
  BornResponse.prototype = http.ServerResponse.prototype;
  const constructors = { IncomingMessage: BornRequest, ServerResponse: BornResponse } as unknown as http.ServerOptions;
  return {
    server: http.createServer({ ...options, ...constructors }, listener),
    bear: ({ request, response }) => {
      if (request) BornRequest.prototype = request;
      if (response) BornResponse.prototype = response;
    },
  };
}
