// Which requests come from this machine.
import type { FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { isFromLoopback, isLoopbackAddress } from "#src/api/loopback.ts";

interface Ends {
  readonly remote: string;
  readonly local?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As much of a request as tells where it comes from. */
function requestFrom({ remote, local = "127.0.0.1", headers = {} }: Ends): FastifyRequest {
  const raw = {
    headers: { host: "localhost:8420", ...headers },
    socket: { remoteAddress: remote, localAddress: local },
  };
  return { raw } as unknown as FastifyRequest;
}

describe("requests from this machine", () => {
  it("come from loopback, by whatever name and version of IP", () => {
    for (const host of ["localhost", "localhost:8420", "127.0.0.1:8420", "[::1]:8420", "[::1]"]) {
      expect(isFromLoopback(requestFrom({ remote: "127.0.0.1", headers: { host } }))).toBe(true);
    }
    for (const remote of ["::1", "::ffff:127.0.0.1", "127.8.9.10"])
      expect(isFromLoopback(requestFrom({ remote }))).toBe(true);
  });

  it("do not come from elsewhere, nor to another address of this machine", () => {
    for (const remote of ["192.168.1.5", "::ffff:10.0.0.1", "fe80::1", "127.evil", "1270.0.0.1"]) {
      expect(isFromLoopback(requestFrom({ remote }))).toBe(false);
    }
    expect(isFromLoopback(requestFrom({ remote: "127.0.0.1", local: "192.168.1.5" }))).toBe(false);
    expect(isLoopbackAddress(undefined)).toBe(false);
  });

  it("are not passed on by a proxy, whose own address says nothing", () => {
    for (const name of ["forwarded", "x-forwarded-for"]) {
      expect(isFromLoopback(requestFrom({ remote: "127.0.0.1", headers: { [name]: "203.0.113.9" } }))).toBe(false);
    }
  });

  it("do not come from a web page that reached loopback under a name of its own", () => {
    for (const host of ["rebound.example", "rebound.example:8420", "127.0.0.1.rebound.example"]) {
      expect(isFromLoopback(requestFrom({ remote: "127.0.0.1", headers: { host } }))).toBe(false);
    }
  });
});
