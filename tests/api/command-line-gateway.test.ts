// `kedge gateway` against a running node: files become payments once each, whatever ends the command in between.
import { randomUUID } from "node:crypto";
import { once as happens } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readMessage } from "#src/iso20022/message.ts";
import { readStatements, requireFollows } from "#src/iso20022/statements/check.ts";
import { bankPayment, customerPayment, fileOf, otherBic, ownBic } from "#tests/support/bankFiles.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startKedge, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

vi.setConfig({ testTimeout: 180_000 });

const folder = temporaryFolder();
let node: NodeProcess;
let count = 0;
let home: string;
/** What bob holds before a test. */
let before: bigint;

beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"), { "block-interval-ms": "500" });
  const bank = {
    ...{ bic: ownBic, account: "alice", shownAs: "DE89370400440532013000", as: "alice" },
    counterparties: [{ bic: otherBic, account: "bob" }],
    customers: [{ id: "CUSTOMER-1", account: "carol" }],
  };
  writeFileSync(join(folder.path, "bank.json"), JSON.stringify(bank));
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});
beforeEach(async () => {
  count += 1;
  home = join(folder.path, `gateway-${count}`);
  mkdirSync(join(home, "in"), { recursive: true });
  before = await held("bob");
});

async function held(account: string): Promise<bigint> {
  return BigInt((await node.get(`/v1/accounts/balance?account=${account}&currency=USD`)).json.value);
}

const argsOf = (...more: readonly string[]) => [
  ...["gateway", "--bank", join(folder.path, "bank.json"), "--folder", home, "--url", node.url],
  ...more,
];
const once = (...more: readonly string[]) => kedge(argsOf("--once", "--json", ...more));
const stateUsd = (...more: readonly string[]) => {
  const [, ...flags] = argsOf(...more);
  return kedge(["gateway", "statement", ...flags, "--currency", "USD", "--json"]);
};

const put = (name: string, text: string) => writeFileSync(join(home, "in", name), text);
const list = (of: string, end: string) =>
  readdirSync(join(home, of))
    .filter((name) => name.endsWith(end))
    .sort();

/** The statuses with which a file was answered. */
function answersTo(stem: string) {
  return list("out", ".pacs.002.xml")
    .filter((name) => name.startsWith(`${stem}.`))
    .flatMap((name) => {
      const message = readMessage(readFileSync(join(home, "out", name)));
      if (message.name !== "pacs.002.001.10") throw new Error(`${name} is no status report`);
      return (message.content.TxInfAndSts ?? []).map(({ TxSts, OrgnlUETR, StsRsnInf }) => {
        const [{ Rsn, AddtlInf } = {}] = StsRsnInf ?? [];
        return { status: TxSts, uetr: OrgnlUETR, reason: Rsn?.Cd, text: AddtlInf?.[0] };
      });
    });
}

interface Journalled {
  readonly path: string;
  // A test looks at what it is about to change.
  // biome-ignore lint/suspicious/noExplicitAny: the journal's form is the gateway's own.
  readonly record: any;
}

function journal(): readonly Journalled[] {
  const payments = join(home, "journal", "payments");
  if (!existsSync(payments)) return [];
  return readdirSync(payments, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ path: join(payments, name), record: JSON.parse(readFileSync(join(payments, name), "utf8")) }));
}

describe("payments", () => {
  it("of customers and of banks are made, answered and advised", async () => {
    const uetr = randomUUID();
    put("customer.xml", fileOf(customerPayment({ uetr, units: 1_234n, purpose: "SALA", remittance: "invoice 7" })));
    put("bank.xml", fileOf(bankPayment(50n)));
    put("own.xml", fileOf(customerPayment({ to: ownBic, units: 7n })));
    const carol = await held("carol");
    const { code, output } = await once();
    expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0, done: 3, rejected: 0, waiting: 0 });
    expect(await held("bob")).toBe(before + 1_284n);
    expect(await held("carol")).toBe(carol + 7n);
    expect(list("done", ".xml")).toEqual(["bank.xml", "customer.xml", "own.xml"]);
    expect(list("in", "")).toEqual([]);
    const [answer] = answersTo("customer");
    expect(answer).toMatchObject({ status: "ACSC", uetr, text: expect.stringMatching(/^transaction [0-9a-f]{64}$/) });
    const decided = (await node.get(`/v1/transactions/${answer?.text?.slice("transaction ".length)}`)).json;
    expect(decided.events[0].content).toMatchObject({
      ...{ amount: "1234", endToEndId: "INVOICE-7", purpose: "SALA" },
      remittanceHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const advices = list("out", ".xml").filter((name) => name.startsWith("camt.054"));
    expect(advices).toHaveLength(3);
    const texts = advices.map((name) => readFileSync(join(home, "out", name), "utf8"));
    expect(texts.filter((text) => text.includes(`<UETR>${uetr}</UETR>`) && text.includes(">12.34<"))).toHaveLength(1);
  });

  it("that cannot be made are answered with a reason", async () => {
    put("poor.xml", fileOf(customerPayment({ units: 99_999_999_999_999n })));
    put("stranger.xml", fileOf(customerPayment({ to: "ZZZZFRPPXXX" })));
    put("nameless.xml", fileOf(customerPayment({ uetr: undefined })));
    put("foreign.xml", fileOf(customerPayment({ currency: "ISK" })));
    expect(JSON.parse((await once()).output)).toMatchObject({ done: 0, rejected: 4, waiting: 0 });
    expect(answersTo("poor")).toMatchObject([
      { status: "RJCT", reason: "AM04", text: expect.stringContaining("accounts/insufficientFunds") },
    ]);
    expect(answersTo("stranger")).toMatchObject([{ status: "RJCT", reason: "RC04" }]);
    expect(answersTo("nameless")).toMatchObject([{ status: "RJCT", reason: "CH21" }]);
    expect(answersTo("foreign")).toMatchObject([{ status: "RJCT", reason: "AM03" }]);
    expect(list("rejected", ".xml")).toHaveLength(4);
    expect(await held("bob")).toBe(before);
  });

  it("that no message of the standard is are put aside with the refusal by name", async () => {
    const good = fileOf(customerPayment());
    put("broken.xml", good.slice(0, -30));
    put("bomb.xml", `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>${good.replace(/^<\?xml.*\n/, "")}`);
    put("twice.xml", good.replace("<ChrgBr>SHAR</ChrgBr>", "<ChrgBr>SHAR</ChrgBr><ChrgBr>SHAR</ChrgBr>"));
    put("large.xml", good.replace("</Document>", `${" ".repeat(10_000)}</Document>`));
    expect(JSON.parse((await once("--file-bytes", "8000")).output)).toMatchObject({ done: 0, rejected: 4 });
    const codeOf = (stem: string) => {
      const [name = ""] = list("rejected", ".json").filter((each) => each.startsWith(`${stem}.`));
      return JSON.parse(readFileSync(join(home, "rejected", name), "utf8")).code;
    };
    expect(["broken", "bomb", "twice", "large"].map(codeOf)).toEqual([
      "iso20022/notWellFormed",
      "iso20022/documentTypeDeclared",
      "iso20022/tooMany",
      "iso20022/tooLarge",
    ]);
    expect(list("rejected", ".xml")).toHaveLength(4);
    const [broken = ""] = list("out", ".admi.002.xml").filter((name) => name.startsWith("broken."));
    expect(readMessage(readFileSync(join(home, "out", broken)))).toMatchObject({
      name: "admi.002.001.01",
      content: { Rsn: { RjctgPtyRsn: "iso20022/notWellFormed", AddtlData: "broken.xml" } },
    });
    expect(list("out", ".admi.002.xml")).toHaveLength(4);
    expect(await held("bob")).toBe(before);
  });

  it("that come again are answered as before, and refused as DUPL with other content", async () => {
    const uetr = randomUUID();
    put("first.xml", fileOf(customerPayment({ uetr })));
    await once();
    put("again.xml", fileOf(customerPayment({ uetr, messageId: "M2" })));
    put("other.xml", fileOf(customerPayment({ uetr, units: 101n })));
    await once();
    expect(answersTo("again")).toEqual(answersTo("first"));
    expect(answersTo("other")).toMatchObject([{ status: "RJCT", reason: "DUPL", uetr }]);
    expect(await held("bob")).toBe(before + 100n);
  });
});

describe("a gateway that was killed", () => {
  it("makes each payment exactly once and answers every file, after any number of kills", async () => {
    let files = 0;
    const isBetween = ({ record }: Journalled) => record.attempt !== undefined && record.answer === undefined;
    let between = 0;
    for (let kills = 0; kills < 4; kills += 1) {
      const known = new Set(journal().map(({ path }) => path));
      for (let more = 0; more < 20; more += 1) {
        put(`p${files}.xml`, fileOf(customerPayment({ units: BigInt(files + 1) })));
        files += 1;
      }
      const started = startKedge(argsOf());
      // Payments that were written down just now, and have no answer yet.
      await expect
        .poll(() => journal().some((each) => isBetween(each) && !known.has(each.path)), {
          interval: 2,
          timeout: 60_000,
        })
        .toBe(true);
      await started.kill();
      between += journal().filter(isBetween).length;
    }
    // The kills met what they were meant to meet.
    expect(between).toBeGreaterThan(3);
    const { code, output } = await once();
    expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0, waiting: 0, rejected: 0 });
    expect(await held("bob")).toBe(before + BigInt((files * (files + 1)) / 2));
    for (let at = 0; at < files; at += 1) expect(answersTo(`p${at}`)).toMatchObject([{ status: "ACSC" }]);
    expect(list("in", "")).toEqual([]);
    expect(list("done", ".xml")).toHaveLength(files);
    // One advice for each payment, though some were written twice.
    expect(list("out", ".xml").filter((name) => name.startsWith("camt.054"))).toHaveLength(files);
    const lines = readFileSync(join(home, "journal", "entries.jsonl"), "utf8")
      .split("\n")
      .slice(0, -1);
    expect(new Set(lines.map((line) => JSON.parse(line).place)).size).toBe(files);
    expect(lines).toHaveLength(files);
  });

  it("asks the ledger what became of a payment whose validity has passed, and pays no second time", async () => {
    put("late.xml", fileOf(customerPayment()));
    await once("--valid-for", "2s");
    const [{ path, record } = { path: "", record: {} }] = journal();
    const { answer, ...sent } = record;
    writeFileSync(path, JSON.stringify(sent));
    await new Promise((done) => setTimeout(done, 2_500));
    put("late-again.xml", readFileSync(join(home, "done", "late.xml"), "utf8"));
    await once();
    expect(answersTo("late-again")).toEqual(answersTo("late"));
    expect(journal()[0]?.record.answer).toEqual(answer);
    expect(await held("bob")).toBe(before + 100n);
  });

  it("signs anew what provably expired before any block took it", async () => {
    put("one.xml", fileOf(customerPayment()));
    await once("--valid-for", "1s");
    const [{ path, record } = { path: "", record: {} }] = journal();
    const { answer, ...sent } = record;
    // As if the process had ended before it sent what it wrote down: an id that no block holds.
    const attempt = { ...sent.attempt, id: "00".repeat(32) };
    const unsent = fileOf(customerPayment());
    put("two.xml", unsent);
    await once();
    const second = journal().find((each) => each.path !== path);
    const { answer: paid, ...rest } = second?.record ?? {};
    expect(paid.transaction).not.toBe(answer.transaction);
    await new Promise((done) => setTimeout(done, 1_500));
    writeFileSync(second?.path ?? "", JSON.stringify({ ...rest, attempt }));
    put("two-again.xml", unsent);
    const at = await held("bob");
    await once();
    const [anew] = answersTo("two-again");
    expect(anew).toMatchObject({ status: "ACSC" });
    expect(anew?.text).not.toBe(`transaction ${paid.transaction}`);
    expect(await held("bob")).toBe(at + 100n);
  });
});

describe("statements", () => {
  const readStatement = (number: number) =>
    readStatements(readFileSync(join(home, "out", `camt.053.USD.00000${number}.xml`))).content.Stmt[0];

  it("follow each other without a gap, and add up to what the ledger says", async () => {
    put("a.xml", fileOf(customerPayment({ units: 11n })));
    put("b.xml", fileOf(customerPayment({ units: 22n })));
    const first = JSON.parse((await once("--statement")).output).statements;
    expect(first).toContainEqual(expect.objectContaining({ number: 1, currency: "USD" }));
    put("c.xml", fileOf(customerPayment({ units: 33n })));
    await once();
    const { code, output } = await stateUsd();
    expect({ code, ...JSON.parse(output) }).toMatchObject({ code: 0, number: 2 });
    const [one, two] = [readStatement(1), readStatement(2)];
    if (one === undefined || two === undefined) throw new Error("a statement is missing");
    requireFollows(one, two);
    expect(one.Ntry).toHaveLength(2);
    expect(two.Ntry).toHaveLength(1);
    const closing = two.Bal.find(({ Tp }) => Tp.CdOrPrtry.Cd === "CLBD");
    expect(closing?.Amt.units).toBe(await held("alice"));
    const askedAgain = await stateUsd("--from", "2020-01-01");
    expect(askedAgain).toMatchObject({ code: 2, errors: expect.stringContaining("where the last one ended") });
  });

  it("are refused when an entry is missing from the book", async () => {
    put("a.xml", fileOf(customerPayment({ units: 11n })));
    put("b.xml", fileOf(customerPayment({ units: 22n })));
    await once();
    const path = join(home, "journal", "entries.jsonl");
    const [, second] = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${second}\n`);
    const { code, errors } = await stateUsd();
    expect({ code, errors }).toMatchObject({ code: 3, errors: expect.stringContaining("iso20022/balancesDoNotAddUp") });
    expect(list("out", ".xml").filter((name) => name.startsWith("camt.053"))).toEqual([]);
  });
});

it("refuses a second gateway in one folder, and a bank file that it cannot read", async () => {
  const running = startKedge(argsOf());
  await expect.poll(() => existsSync(join(home, "journal", "lock")), { interval: 20, timeout: 60_000 }).toBe(true);
  expect(await once()).toMatchObject({ code: 2, errors: expect.stringContaining("another gateway works in") });
  await running.kill();
  const bank = join(home, "bank.json");
  writeFileSync(
    bank,
    JSON.stringify({ bic: "nobody", account: "alice", shownAs: "X", as: "alice", counterparties: [] }),
  );
  const wrong = await kedge(["gateway", "--once", "--bank", bank, "--folder", home, "--url", node.url, "--json"]);
  expect(wrong).toMatchObject({ code: 2, errors: expect.stringContaining("not a BIC") });
});

describe("the intake over HTTP", () => {
  const token = "a-token-of-the-test-0123456789";

  /** A gateway that listens, on a port that was free a moment ago. */
  async function startListening() {
    const free = createServer().listen(0, "127.0.0.1");
    await happens(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await happens(free, "close");
    writeFileSync(join(home, "token"), `${token}\n`);
    const running = startKedge(
      argsOf("--listen", `127.0.0.1:${port}`, "--token-file", join(home, "token"), "--file-bytes", "20000"),
    );
    const url = `http://127.0.0.1:${port}/v1/messages`;
    const ask = (path = "", init: RequestInit = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/xml", ...init.headers },
      });
    await expect
      .poll(
        () =>
          ask().then(
            ({ status }) => status,
            () => 0,
          ),
        { interval: 50, timeout: 60_000 },
      )
      .toBe(405);
    return { running, ask, post: (body: string, headers = {}) => ask("", { method: "POST", body, headers }) };
  }

  it("stores a message before it answers, pays it once, and gives its report", async () => {
    const { running, ask, post } = await startListening();
    const text = fileOf(customerPayment({ units: 321n }));
    const first = await post(text);
    const stored = (await first.json()) as { readonly file: string; readonly sha256: string };
    expect([first.status, stored.file]).toEqual([202, `${stored.sha256}.xml`]);
    expect(["in", "done"].some((of) => existsSync(join(home, of, stored.file)))).toBe(true);
    const path = `/${stored.sha256}`;
    await expect.poll(async () => (await ask(path)).status, { interval: 100, timeout: 60_000 }).toBe(200);
    const report = new Uint8Array(await (await ask(path)).arrayBuffer());
    expect(readMessage(report)).toMatchObject({
      name: "pacs.002.001.10",
      content: { TxInfAndSts: [{ TxSts: "ACSC" }] },
    });
    const again = await post(text);
    expect([again.status, await again.json()]).toEqual([202, stored]);
    await running.kill();
    const { running: other, ask: askOther, post: postOther } = await startListening();
    expect(await (await postOther(text)).json()).toEqual(stored);
    expect((await askOther(path)).status).toBe(200);
    expect(await held("bob")).toBe(before + 321n);
    await other.kill();
  });

  it("takes nothing without the token, of another type, or too large, and rejects what is no message", async () => {
    const { running, ask, post } = await startListening();
    const text = fileOf(customerPayment());
    expect((await post(text, { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await post(text, { authorization: "" })).status).toBe(401);
    expect((await post(text, { "content-type": "application/json" })).status).toBe(415);
    expect((await post(text + " ".repeat(20_001))).status).toBe(413);
    expect((await post("")).status).toBe(400);
    expect((await ask(`/${"0".repeat(64)}`)).status).toBe(404);
    expect(list("in", "")).toEqual([]);
    const { sha256 } = (await (await post("no message at all")).json()) as { readonly sha256: string };
    await expect.poll(async () => (await ask(`/${sha256}`)).status, { interval: 100, timeout: 60_000 }).toBe(200);
    expect(await (await ask(`/${sha256}`)).text()).toContain("admi.002.001.01");
    expect(await held("bob")).toBe(before);
    await running.kill();
  });

  it("listens to this machine alone, and with a token alone", async () => {
    writeFileSync(join(home, "token"), "short");
    const path = join(home, "token");
    expect(await kedge(argsOf("--listen", "127.0.0.1:1"))).toMatchObject({ code: 2 });
    expect(await kedge(argsOf("--listen", "127.0.0.1:1", "--token-file", path))).toMatchObject({ code: 2 });
    writeFileSync(path, token);
    const open = await kedge(argsOf("--listen", "0.0.0.0:8090", "--token-file", path));
    expect(open).toMatchObject({ code: 2, errors: expect.stringContaining("a port of this machine") });
  });
});
