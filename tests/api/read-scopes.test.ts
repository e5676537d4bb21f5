// Read scopes over HTTP and HTTPS: who reads which rows, with which token or certificate.
import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReaderRegister, readerRegisterSchema } from "#src/api/readerRegister.ts";
import { issueReaderToken, operatorKeyId } from "#src/api/readerToken.ts";
import { createServer } from "#src/api/server.ts";
import type { Reader } from "#src/machine/readers.ts";
import { connect } from "#src/sdk/connect.ts";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

const operator = generateKeyPairSync("ed25519").privateKey;
const next = generateKeyPairSync("ed25519").privateKey;
const stranger = generateKeyPairSync("ed25519").privateKey;

let api: HttpApi;
let alice: string;
let bob: string;
const untilMs = Date.now() + 3_600_000;

beforeAll(async () => {
  const register = readerRegisterSchema.parse({ operatorKeys: [operatorKeyId(operator), operatorKeyId(next)] });
  api = await startHttpApi({ server: { readers: register } });
  const accountOf = (alias: string) =>
    api.service.genesis.aliases.find((entry) => entry.alias === alias)?.account ?? "";
  alice = accountOf("alice");
  bob = accountOf("bob");
});
afterAll(() => api.close());

const tokenOf = (reader: Reader, key = operator) =>
  issueReaderToken(key, { reader, network: api.service.network, untilMs });
const bank = (account: string): Reader => ({ role: "bank", account });
const supervisor: Reader = { role: "supervisor" };

async function readAs(reader: Reader | undefined, path: string) {
  return api.get(path, reader === undefined ? {} : { authorization: `Bearer ${await tokenOf(reader)}` });
}

describe("an account's record", () => {
  const path = () => `/v1/accounts/account?account=${alice}&prove=true`;

  it("is proved to itself, and to no other", async () => {
    const own = await readAs(bank(alice), path());
    expect([own.status, own.json.proof.present]).toEqual([200, true]);
    expect((await readAs(bank(bob), path())).json.code).toBe("api/readForbidden");
  });
});

describe("a balance", () => {
  const path = () => `/v1/accounts/balance?account=${alice}&currency=KDG`;

  it("is read by its own bank, the central bank of its currency and a supervisor", async () => {
    for (const reader of [bank(alice), { role: "central-bank", currency: "KDG" } as const, supervisor])
      expect((await readAs(reader, path())).status, reader.role).toBe(200);
  });

  it("is not read by another bank, the central bank of another currency, or nobody", async () => {
    for (const reader of [bank(bob), { role: "central-bank", currency: "CNY" } as const]) {
      const { status, json } = await readAs(reader, path());
      expect([status, json.code]).toEqual([403, "api/readForbidden"]);
    }
    const { status, json, headers } = await readAs(undefined, path());
    expect([status, json.code]).toEqual([401, "api/readerUnknown"]);
    expect(headers.get("www-authenticate")).toBe("Bearer");
  });

  it("reaches a client that brings a token, and refuses one without as a typed error", async () => {
    const ask = async (options: { token?: string }) =>
      (await connect(api.baseUrl, options)).query("accounts/balance", { account: alice, currency: "KDG" } as never);
    await expect(ask({ token: await tokenOf(bank(alice)) })).resolves.toBeDefined();
    await expect(ask({})).rejects.toMatchObject({ code: "api/readerUnknown", kind: "http" });
  });
});

describe("what is public", () => {
  it("needs no token: aggregates, blocks and health", async () => {
    for (const path of ["/v1/accounts/supply?currency=KDG", "/v1/blocks/latest", "/health"])
      expect((await readAs(undefined, path)).status, path).toBe(200);
  });
});

describe("what tells of neighbours", () => {
  it("is for a supervisor alone: raw keys, and proofs of absence, which show the rows beside the gap", async () => {
    expect((await readAs(bank(alice), "/v1/proof?key=accounts/nothing")).status).toBe(403);
    expect((await readAs(supervisor, "/v1/proof?key=accounts/nothing")).status).toBe(200);
    const absent = `/v1/accounts/recovery?account=${alice}&prove=true`;
    expect((await readAs(bank(alice), absent)).json.code).toBe("api/proofForbidden");
    expect((await readAs(supervisor, absent)).json.proof.present).toBe(false);
  });
});

describe("a token", () => {
  const path = "/v1/accounts/supply?currency=KDG";
  const claims = () => ({ reader: { role: "supervisor" } });
  const codeFor = async (token: string) => (await api.get(path, { authorization: `Bearer ${token}` })).json.code;

  it("of any key of the operator is taken, so that keys can change", async () => {
    const token = await tokenOf(supervisor, next);
    expect((await api.get(path, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("is refused when it is expired, forged, unsigned, without an end, for another network, or no token", async () => {
    const { network } = api.service;
    const header = { alg: "EdDSA", kid: operatorKeyId(operator) };
    const endless = new SignJWT(claims()).setProtectedHeader(header).setAudience(network).sign(operator);
    const forged = new SignJWT(claims()).setProtectedHeader(header).setAudience(network).setExpirationTime("1h");
    const shared = new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: header.kid }).setAudience(network);
    const wrong = {
      expired: issueReaderToken(operator, { reader: supervisor, network, untilMs: Date.now() - 60_000 }),
      elsewhere: issueReaderToken(operator, { reader: supervisor, network: "another", untilMs }),
      unknownKey: tokenOf(supervisor, stranger),
      forged: forged.sign(stranger),
      endless,
      // The public key as a shared secret is a known attack on verifiers that believe the header.
      shared: shared.setExpirationTime("1h").sign(Buffer.from(header.kid, "hex")),
      unsigned: new UnsecuredJWT(claims()).setAudience(network).setExpirationTime("1h").encode(),
      noise: "a.b.c",
    };
    for (const [name, token] of Object.entries(wrong))
      expect(await codeFor(await token), name).toBe("api/tokenRefused");
    expect((await api.get(path, { authorization: "Basic YTpi" })).status).toBe(401);
  });
});

describe("over HTTPS", () => {
  const folder = mkdtempSync(join(tmpdir(), "kedge-tls-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function selfSigned(name: string): { readonly key: Buffer; readonly cert: Buffer } {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", cert, "-days", "1", ...subject], {
      stdio: "ignore",
    });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  }

  it("a known client certificate reads its rows; without one, or with one nobody knows, only the public's", async () => {
    const [node, known, unknown] = [selfSigned("node"), selfSigned("known"), selfSigned("unknown")];
    const { fingerprint256: fingerprint, raw } = new X509Certificate(known.cert);
    expect(fingerprint.replaceAll(":", "").toLowerCase()).toBe(createHash("sha256").update(raw).digest("hex"));
    const readers = readerRegisterSchema.parse({
      certificates: [{ fingerprint, reader: bank(alice) }],
    }) as ReaderRegister;
    const tls = { ...node, ca: [known.cert, unknown.cert], requestCert: true, rejectUnauthorized: false };
    const server = await createServer({ service: api.service, options: { readers, tls } });
    await server.listen({ host: "127.0.0.1", port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const statusOf = (client: object) =>
      new Promise<number | undefined>((resolve, reject) => {
        const path = `/v1/accounts/balance?account=${alice}&currency=KDG`;
        const call = secureRequest(
          { host: "127.0.0.1", port, path, ca: node.cert, agent: false, ...client },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        );
        call.once("error", reject);
        call.end();
      });
    try {
      expect(await statusOf(known)).toBe(200);
      expect(await statusOf({})).toBe(401);
      expect(await statusOf(unknown)).toBe(401);
    } finally {
      await server.close();
    }
  });
});
