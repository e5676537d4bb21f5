// Serves ABCI over a socket: requests of one connection are answered in their order, one reply each.
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import type { Request, Response } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { encodeFrame, FrameReader } from "./frames.ts";

/** What answers one request; an exception of it means that the node cannot go on. */
export type Handler = (request: Request) => Response | Promise<Response>;

export interface SocketPlace {
  /** `unix:///path` or `tcp://host:port`. */
  readonly address: string;
  readonly handle: Handler;
  /** Called with what a handler threw: the engine is cut off and the node must stop. */
  readonly onFault: (fault: unknown) => void;
}

export class SocketServer {
  readonly #place: SocketPlace;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(place: SocketPlace) {
    this.#place = place;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async listen(): Promise<void> {
    const { protocol, hostname, port, pathname } = new URL(this.#place.address);
    const path = decodeURIComponent(pathname);
    if (protocol === "unix:") rmSync(path, { force: true });
    const where = protocol === "unix:" ? { path } : { host: hostname, port: Number(port) };
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(where, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    // The engine ends its connections without ceremony when it stops.
    socket.on("error", () => socket.destroy());
    const reader = new FrameReader();
    const replies = new ReplyQueue(socket);
    socket.on("data", (piece: Buffer) => {
      try {
        for (const message of reader.take(piece)) replies.add(this.#reply(types.Request.decode(message)));
        replies.flush();
      } catch {
        // Not an engine, or a broken one: nothing it sent later could be understood.
        socket.destroy();
      }
    });
  }

  /** Never rejects: a fault is reported, and no reply is sent any more. */
  #reply(request: Request): Response | Promise<Response | undefined> {
    try {
      const reply = this.#place.handle(request);
      return reply instanceof Promise ? reply.catch((fault) => this.#fail(fault)) : reply;
    } catch (fault) {
      return Promise.resolve(this.#fail(fault));
    }
  }

  #fail(fault: unknown): undefined {
    for (const socket of this.#sockets) socket.destroy();
    this.#place.onFault(fault);
    return undefined;
  }
}

/** Replies in the order of their requests; what is ready at once leaves in one write. */
class ReplyQueue {
  readonly #socket: Socket;
  readonly #waiting: { reply: Response | undefined }[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  add(reply: Response | Promise<Response | undefined>): void {
    const place: { reply: Response | undefined } = { reply: undefined };
    this.#waiting.push(place);
    if (!(reply instanceof Promise)) {
      place.reply = reply;
      return;
    }
    void reply.then((settled) => {
      place.reply = settled;
      this.flush();
    });
  }

  flush(): void {
    const frames: Uint8Array[] = [];
    while (this.#waiting[0]?.reply !== undefined) {
      const reply = this.#waiting.shift()?.reply as Response;
      frames.push(encodeFrame(types.Response.encode(reply).finish()));
    }
    if (frames.length > 0 && !this.#socket.destroyed) this.#socket.write(Buffer.concat(frames));
  }
}
