// The socket: replies in the order of their requests, harmless probes, and an engine that is cut off after a fault.
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import type { Request, Response } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { afterEach, beforeEach, expect, test } from "vitest";
import { encodeFrame, FrameReader } from "#src/consensus/abci/frames.ts";
import { type Handler, SocketServer } from "#src/consensus/abci/socketServer.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

let folder: ReturnType<typeof temporaryFolder>;
let server: SocketServer;
let faults: unknown[];
let handle: Handler;
let path: string;

beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, "abci.sock");
  faults = [];
  handle = ({ echo }) => types.Response.fromPartial({ echo: echo ?? { message: "" } });
  server = new SocketServer({
    address: `unix://${path}`,
    handle: (request) => handle(request),
    onFault: (fault) => faults.push(fault),
  });
  await server.listen();
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

const echoOf = (message: string) =>
  encodeFrame(types.Request.encode(types.Request.fromPartial({ echo: { message } } as Request)).finish());

/** The first replies of a connection. */
function replies(socket: Socket, count: number): Promise<Response[]> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const received: Response[] = [];
    socket.on("data", (piece) => {
      received.push(...reader.take(piece as Buffer).map((message) => types.Response.decode(message)));
      if (received.length >= count) resolve(received);
    });
    socket.on("close", () => reject(new Error("closed")));
  });
}

test("replies come in the order of the requests, though some take longer", async () => {
  let release: (() => void) | undefined;
  handle = ({ echo }) => {
    const reply = types.Response.fromPartial({ echo: echo ?? { message: "" } });
    if (echo?.message !== "slow") return reply;
    return new Promise((resolve) => {
      release = () => resolve(reply);
    });
  };
  const socket = connect(path);
  const received = replies(socket, 3);
  socket.write(Buffer.concat([echoOf("slow"), echoOf("quick"), echoOf("last")]));
  while (release === undefined) await new Promise((resolve) => setImmediate(resolve));
  release();
  expect((await received).map(({ echo }) => echo?.message)).toEqual(["slow", "quick", "last"]);
  socket.destroy();
});

test("a probe and bytes that are no request end their own connection alone", async () => {
  connect(path).destroy();
  const noise = connect(path);
  noise.write(Buffer.alloc(64, 0xff));
  await new Promise((resolve) => noise.on("close", resolve));
  const socket = connect(path);
  const received = replies(socket, 1);
  socket.write(echoOf("here"));
  expect((await received)[0]?.echo?.message).toBe("here");
  expect(faults).toEqual([]);
  socket.destroy();
});

test("a fault of the application is reported, and the engine is cut off", async () => {
  handle = () => {
    throw new Error("cannot go on");
  };
  const socket = connect(path);
  socket.write(echoOf("any"));
  await new Promise((resolve) => socket.on("close", resolve));
  expect(String(faults[0])).toContain("cannot go on");
});
