// Whether a request comes from the node's own machine, and from a program that meant to talk to this node.
import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

/**
 * Both ends of the connection must be on loopback. A proxy on the same machine would pass on requests from anywhere, so
 * its marks count as coming from outside; and a page in a browser reaches loopback under a host name of its own.
 */
export function isFromLoopback(request: FastifyRequest): boolean {
  const { headers, socket } = request.raw;
  if (headers.forwarded !== undefined || headers["x-forwarded-for"] !== undefined) return false;
  if (!isLoopbackAddress(socket.remoteAddress)) return false;
  if (socket.localAddress !== undefined && !isLoopbackAddress(socket.localAddress)) return false;
  return isLoopbackHost(headers.host);
}

export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:[0-9]{1,5}$/, "").replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || isLoopbackAddress(name);
}
