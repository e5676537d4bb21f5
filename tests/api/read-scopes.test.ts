// Read scopes over HTTP and HTTPS: who reads which rows, with which token or certificate.
import { execFileSync } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JWK, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerRegisterSchema } from "#src/api/readerRegister.ts";
import { issueReaderToken, operatorKeyId } from "#src/api/readerToken.ts";
import { createServer } from "#src/api/server.ts";
import type { Reader } from "#src/machine/readers.ts";
import { connect } from "#src/sdk/connect.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { callRaw } from "#tests/support/httpApi.ts";
import { bank, nextOperator, operator, type ScopedApi, startScopedApi, supervisor } from "#tests/support/readers.ts";

/** What a node of two modules answers everyone, beside the aggregates of these modules. */
const openRoutes = [
  "/health",
  "/health/live",
  "/health/ready",
  "/openapi.json",
  // Asks for the node's own machine instead.
  "/v1/admin/backup",
  "/v1/blocks/latest",
  "/v1/blocks/latest/light",
  "/v1/errors",
  "/v1/events",
  "/v1/genesis",
  "/v1/messages",
  "/v1/modules",
];

const stranger = generateKeyPairSync("ed25519").privateKey;

let api: ScopedApi;
let alice: string;
let bob: string;
const untilMs = Date.now() + 3_600_000;

beforeAll(async () => {
  api = await startScopedApi();
  alice = api.account("alice");
  bob = api.account("bob");
});
afterAll(() => api.close());

const tokenOf = (reader: Reader, key = operator) =>
  issueReaderToken(key, { reader, network: api.service.network, untilMs });
const readAs = (reader: Reader | undefined, path: string) => api.readAs(reader, path);

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

describe("a command", () => {
  it("reads with the token in a file that nobody else may read, and is refused without", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kedge-token-"));
    const file = join(folder, "token");
    writeFileSync(file, `${await tokenOf(bank(alice))}\n`, { mode: 0o600 });
    const ask = (...more: readonly string[]) =>
      kedge(["query", "accounts", "balance", "--account", "alice", "--currency", "KDG", "--url", api.baseUrl, ...more]);
    expect(await ask()).toMatchObject({ code: 3, errors: expect.stringContaining("api/readerUnknown") });
    expect(await ask("--token-file", file)).toMatchObject({ code: 0, output: expect.stringContaining('"value"') });
    // The next command does not inherit it.
    expect((await ask()).code).toBe(3);
    chmodSync(file, 0o644);
    expect(await ask("--token-file", file)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("mode must be 600"),
    });
    rmSync(folder, { recursive: true });
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

describe("no other way", () => {
  const path = () => `/v1/accounts/balance?account=${alice}&currency=KDG`;

  it("leads to a row: methods, spellings of a path, and headers that a proxy would set", async () => {
    const fingerprint = "AA:".repeat(31).concat("AA");
    const headers = {
      "x-ssl-client-fingerprint": fingerprint,
      "x-forwarded-client-cert": `Hash=${fingerprint}`,
      "x-forwarded-for": "127.0.0.1",
      "x-http-method-override": "GET",
    };
    for (const [method, spelling, status] of [
      ["GET", path(), 401],
      ["HEAD", path(), 401],
      ["POST", path(), 405],
      ["OPTIONS", path(), 204],
      ["GET", path().replace("balance?", "balance/?"), 404],
      ["GET", path().replace("/v1/", "/V1/"), 404],
      ["GET", path().replace("/v1/", "//v1/"), 404],
      ["GET", path().replace("accounts/balance", "accounts%2Fbalance"), 404],
      ["GET", path().replace("balance?", "./balance?"), 404],
      ["GET", `${path()}&height=1`, 401],
      ["GET", `${path()}&prove=true`, 401],
      ["GET", path().replace(alice, "alice"), 401],
    ] as const) {
      const answer = await callRaw(api.baseUrl, { method, path: spelling, headers });
      expect([answer.status, /"value"/.test(answer.text)], `${method} ${spelling}`).toEqual([status, false]);
    }
  });

  it("opens a row to one who names both its party and himself", async () => {
    expect((await readAs(bank(bob), `${path()}&account=${bob}`)).status).toBe(400);
    expect((await readAs(bank(bob), `/v1/accounts/balance?account=${bob}&account=${alice}&currency=KDG`)).status).toBe(
      400,
    );
  });

  it("is without a token: every route that is, is public on purpose", async () => {
    const { paths } = (await api.get("/openapi.json")).json as {
      paths: Record<string, { get?: { responses: object } }>;
    };
    const open = Object.entries(paths)
      .filter(([, { get }]) => get !== undefined && !("401" in get.responses))
      .map(([route]) => route)
      // Queries say in their own definitions who reads them; blocks and errors by name are like those without.
      .filter((route) => !/^.v1.(accounts|authority)/.test(route) && !route.includes("{"));
    expect(open.sort()).toEqual(openRoutes);
  });

  it("leads to metrics and backups under a name, or by a proxy, that is not this machine's", async () => {
    const outside = [{ "x-forwarded-for": "203.0.113.7" }, { forwarded: "for=203.0.113.7" }, { host: "node.example" }];
    for (const headers of outside as readonly Record<string, string>[]) {
      const metrics = await callRaw(api.baseUrl, { path: "/metrics", headers });
      expect([metrics.status, /kedge_/.test(metrics.text)]).toEqual([401, false]);
      expect((await callRaw(api.baseUrl, { path: "/v1/admin/backup", headers })).status).toBe(403);
    }
  });
});

const issue = (to: string, amount = "77") =>
  api.post("/v1/accounts/issueCurrency?signAs=kzt-issuer", { currency: "KZT", to, amount });

describe("a block", () => {
  it("names transactions and their codes to everybody, and nothing of what is in them", async () => {
    const { json: sent } = await issue("alice");
    const { json, text } = await api.get(`/v1/blocks/${sent.height}`);
    expect(json.transactions).toEqual([{ id: sent.id, code: 0 }]);
    for (const account of [alice, api.account("kzt-issuer")]) expect(text).not.toContain(account);
    expect((await api.get(`/v1/blocks/${sent.height}/light`)).text).not.toContain(alice);
  });
});

describe("a transaction's result", () => {
  it("is for those whom its events name, and a supervisor", async () => {
    const { json: sent } = await issue("alice");
    const path = `/v1/transactions/${sent.id}`;
    for (const reader of [bank(alice), { role: "central-bank", currency: "KZT" } as const, supervisor]) {
      const { status, json } = await readAs(reader, path);
      expect([status, json.events], reader.role).toEqual([200, sent.events]);
    }
    for (const reader of [bank(bob), { role: "central-bank", currency: "CNY" } as const])
      expect((await readAs(reader, path)).json.code).toBe("api/readForbidden");
    expect((await readAs(undefined, path)).json.code).toBe("api/readerUnknown");
  });

  it("tells why it was refused to a supervisor, and to whoever sends the bytes, alone", async () => {
    const refused = await api.post("/v1/accounts/closeAccount?signAs=alice", {});
    const path = `/v1/transactions/${refused.json.result.id}`;
    expect((await readAs(supervisor, path)).json.refusal.code).toBe(refused.json.code);
    expect((await readAs(bank(bob), path)).json.code).toBe("api/readForbidden");
    expect((await readAs(undefined, path)).json.code).toBe("api/readerUnknown");
  });
});

describe("a token", () => {
  const path = "/v1/accounts/supply?currency=KDG";
  const claims = () => ({ reader: { role: "supervisor" } });
  const codeFor = async (token: string) => (await api.get(path, { authorization: `Bearer ${token}` })).json.code;

  it("of any key of the operator is taken, so that keys can change", async () => {
    const token = await tokenOf(supervisor, nextOperator);
    expect((await api.get(path, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("is refused when it is expired, forged, unsigned, without an end, for another network, or no token", async () => {
    const { network } = api.service;
    const header = { alg: "EdDSA", kid: operatorKeyId(operator) };
    const endless = new SignJWT(claims()).setProtectedHeader(header).setAudience(network).sign(operator);
    const forged = new SignJWT(claims()).setProtectedHeader(header).setAudience(network).setExpirationTime("1h");
    const shared = new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: header.kid }).setAudience(network);
    const signed = (change: { header?: JWTHeaderParameters; claims?: object; key?: KeyObject }) =>
      new SignJWT({ ...(change.claims ?? claims()) })
        .setProtectedHeader(change.header ?? header)
        .setAudience(network)
        .setExpirationTime("1h")
        .sign(change.key ?? operator);
    const wrong = {
      expired: issueReaderToken(operator, { reader: supervisor, network, untilMs: Date.now() - 60_000 }),
      elsewhere: issueReaderToken(operator, { reader: supervisor, network: "another", untilMs }),
      unknownKey: tokenOf(supervisor, stranger),
      forged: forged.sign(stranger),
      endless,
      // The public key as a shared secret is a known attack on verifiers that believe the header.
      shared: shared.setExpirationTime("1h").sign(Buffer.from(header.kid, "hex")),
      unsigned: new UnsecuredJWT(claims()).setAudience(network).setExpirationTime("1h").encode(),
      early: signed({ claims: { ...claims(), nbf: Math.floor(Date.now() / 1_000) + 600 } }),
      // Named after one key of the operator, signed by the other.
      otherKey: signed({ header: { ...header, kid: operatorKeyId(nextOperator) } }),
      keyless: signed({ header: { alg: "EdDSA" } }),
      // The key that it brings along is not asked.
      embedded: signed({
        header: { ...header, kid: "x", jwk: createPublicKey(stranger).export({ format: "jwk" }) as JWK },
        key: stranger,
      }),
      nobody: signed({ claims: {} }),
      noAccount: signed({ claims: { reader: { role: "bank" } } }),
      moreThanABank: signed({ claims: { reader: { role: "bank", account: alice, supervisor: true } } }),
      huge: `${"a".repeat(4_000)}.b.c`,
      noise: "a.b.c",
      empty: "",
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
    });
    const tls = { ...node, ca: [known.cert, unknown.cert], requestCert: true, rejectUnauthorized: false };
    const server = await createServer({ service: api.service, options: { readers, tls } });
    await server.listen({ host: "127.0.0.1", port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const statusOf = (client: object, headers = {}) =>
      new Promise<number | undefined>((resolve, reject) => {
        const path = `/v1/accounts/balance?account=${alice}&currency=KDG`;
        const call = secureRequest(
          { host: "127.0.0.1", port, path, ca: node.cert, agent: false, headers, ...client },
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
      const strict = await createServer({
        service: api.service,
        options: { readers, tls: { ...tls, ca: [known.cert], rejectUnauthorized: true } },
      });
      await strict.listen({ host: "127.0.0.1", port: 0 });
      const { port: strictPort } = strict.server.address() as AddressInfo;
      expect(await statusOf({ ...known, port: strictPort })).toBe(200);
      for (const client of [{}, unknown]) await expect(statusOf({ ...client, port: strictPort })).rejects.toThrow();
      await strict.close();
      // What a client says of its own certificate is not believed.
      expect(await statusOf(unknown, { "x-ssl-client-fingerprint": fingerprint })).toBe(401);
      // A session that is resumed has the certificate that it began with.
      const agent = new Agent({ keepAlive: false, ...known });
      for (const _ of [1, 2]) expect(await statusOf({ agent })).toBe(200);
      agent.destroy();
      // A token comes before the certificate: one that is wrong is not made good by it.
      expect(await statusOf(known, { authorization: "Bearer a.b.c" })).toBe(401);
    } finally {
      await server.close();
    }
  });
});
