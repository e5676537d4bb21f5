// A link between two nodes passes everything on unchanged, whatever is done to it meanwhile.
import { randomBytes } from "node:crypto";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { NetworkLink, openConditions } from "#src/cli/testnet/links/link.ts";

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/** A server that sends back whatever it hears, behind a link. */
async function echoBehindLink() {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).pipe(socket);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const link = new NetworkLink((server.address() as AddressInfo).port);
  const port = await link.listen(0);
  open.push(server, link, { close: () => sockets.forEach((socket) => void socket.destroy()) });
  const client = connect(port, "127.0.0.1");
  open.push({ close: () => client.destroy() });
  const heard: Buffer[] = [];
  client.on("data", (bytes: Buffer) => heard.push(bytes));
  client.on("error", () => undefined);
  const until = async (bytes: number) => {
    while (Buffer.concat(heard).length < bytes) await new Promise((done) => client.once("data", done));
    return Buffer.concat(heard);
  };
  return { link, client, server, sockets, until, heard };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test("passes on what is sent, in order, in both directions", async () => {
  const { client, until } = await echoBehindLink();
  const sent = randomBytes(3_000_000);
  client.write(sent);
  expect((await until(sent.length)).equals(sent)).toBe(true);
});

test("lets nothing through while it is blocked, and everything afterwards", async () => {
  const { link, client, until, heard } = await echoBehindLink();
  client.write("a");
  await until(1);
  link.conditions = { ...openConditions, isBlocked: true };
  const sent = randomBytes(2_000_000);
  client.write(sent);
  await pause(100);
  expect(Buffer.concat(heard).length).toBe(1);
  link.conditions = openConditions;
  expect((await until(1 + sent.length)).subarray(1).equals(sent)).toBe(true);
});

test("holds a new connection while it is blocked", async () => {
  const { link, client, until, heard } = await echoBehindLink();
  link.conditions = { ...openConditions, isBlocked: true };
  client.write("hello");
  await pause(50);
  expect(heard).toEqual([]);
  link.conditions = openConditions;
  expect((await until(5)).toString()).toBe("hello");
});

test("is as slow as it is told to be, and keeps the order when it becomes quick again", async () => {
  const { link, client, until } = await echoBehindLink();
  link.conditions = { ...openConditions, delayMs: 60 };
  const startedMs = performance.now();
  client.write("a");
  await until(1);
  expect(performance.now() - startedMs).toBeGreaterThan(115);
  client.write("b");
  await pause(10);
  link.conditions = openConditions;
  client.write("c");
  expect((await until(3)).toString()).toBe("abc");
});

test("is as narrow as it is told to be", async () => {
  const { link, client, until } = await echoBehindLink();
  link.conditions = { ...openConditions, bytesPerSecond: 1_000_000 };
  const startedMs = performance.now();
  client.write(randomBytes(200_000));
  await until(200_000);
  expect(performance.now() - startedMs).toBeGreaterThan(190);
});

test("ends one side when the other ends", async () => {
  const { client, until, sockets } = await echoBehindLink();
  client.write("a");
  await until(1);
  const ended = new Promise((done) => client.once("close", done));
  for (const socket of sockets) socket.destroy();
  await ended;
  expect(client.destroyed).toBe(true);
});
