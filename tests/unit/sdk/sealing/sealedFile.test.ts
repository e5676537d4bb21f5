// Sealed files: every recipient opens them, nobody else does, and no byte of them can be changed.
import { describe, expect, test } from "vitest";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { disclosurePairOf } from "#src/sdk/sealing/hpke.ts";
import { SealError } from "#src/sdk/sealing/sealError.ts";
import {
  openPayload,
  payloadBytesMax,
  purposeOf,
  type Recipient,
  recipientsMax,
  recipientsOf,
  sealedBytesMax,
  sealedHash,
  sealPayload,
} from "#src/sdk/sealing/sealedFile.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";
import { travelRulePayload as payload } from "#tests/support/travelRule.ts";

async function partyOf(alias: string) {
  const signer = devnetSigner(alias);
  const pair = await disclosurePairOf(signer);
  return { pair, recipient: { account: soleAccountOf(signer), number: 1, publicKey: pair.publicKey } };
}
const aliases = ["cny-bank", "kzt-bank", "regulator"];
const parties = await Promise.all(aliases.map(partyOf));
const recipients = parties.map(({ recipient }) => recipient);
const here = { network: "kedge-devnet" };
const file = await sealPayload(payload, recipients, here);
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => "done",
    (reason: unknown) => (reason instanceof SealError ? reason.code : `no SealError: ${reason}`),
  );
const edited = (
  change: (json: {
    content: string;
    network: string;
    uetr: unknown;
    keyHash: string;
    recipients: Record<string, unknown>[];
  }) => void,
) => {
  const json = JSON.parse(new TextDecoder().decode(file));
  change(json);
  return new TextEncoder().encode(JSON.stringify(json));
};
const turned = (text: unknown) => `${String(text).startsWith("A") ? "B" : "A"}${String(text).slice(1)}`;

describe("a sealed file", () => {
  test("is opened by each recipient, and by nobody else", async () => {
    for (const { pair } of parties) expect(await openPayload(file, pair)).toEqual(payload);
    const { pair } = await partyOf("alice");
    expect(await codeOf(openPayload(file, pair))).toBe("seal/notRecipient");
    expect(recipientsOf(file)).toEqual(recipients);
  });

  test("shows nothing of its content, and differs each time", async () => {
    expect(new TextDecoder().decode(file)).not.toContain("Shanghai");
    expect(sealedHash(await sealPayload(payload, recipients, here))).not.toEqual(sealedHash(file));
  });

  test("is not opened by a key that only says to be a recipient's", async () => {
    const stranger = await partyOf("alice");
    const [first] = recipients as [Recipient];
    const liar = { ...stranger.pair, publicKey: first.publicKey };
    expect(await codeOf(openPayload(file, liar))).toBe("seal/changed");
  });

  test("is noticed to be changed: in its content, a sealed key, its recipients or their order", async () => {
    const [mine] = parties as [(typeof parties)[0]];
    const changes = [
      edited((json) => (json.content = turned(json.content))),
      edited(({ recipients: [one] }) => Object.assign(one ?? {}, { sealedKey: turned(one?.sealedKey) })),
      edited(({ recipients: [one] }) => Object.assign(one ?? {}, { encapsulated: turned(one?.encapsulated) })),
      edited((json) => json.recipients.pop()),
      edited((json) => json.recipients.reverse()),
      edited(({ recipients: [one] }) => Object.assign(one ?? {}, { number: 2 })),
    ];
    for (const bytes of changes) expect(await codeOf(openPayload(bytes, mine.pair))).toBe("seal/changed");
    const spaced = edited(() => undefined);
    expect(sealedHash(spaced)).not.toEqual(sealedHash(file));
  });

  test("is bound to its network and payment: nobody passes it off as another payment's", async () => {
    const [{ pair }] = parties as [(typeof parties)[0]];
    expect(purposeOf(file)).toEqual({ ...here, uetr: payload.transfer.uetr ?? null });
    const { uetr: _, ...transfer } = payload.transfer;
    const nameless = await sealPayload({ ...payload, transfer }, recipients, here);
    expect(purposeOf(nameless).uetr).toBeNull();
    expect(await openPayload(nameless, pair)).toEqual({ ...payload, transfer });
    const changes = [
      edited((json) => Object.assign(json, { network: "kedge-other" })),
      edited((json) => Object.assign(json, { uetr: "00000000-0000-4000-8000-000000000000" })),
    ];
    for (const bytes of changes) expect(await codeOf(openPayload(bytes, pair))).toBe("seal/changed");
  });

  test("commits to its key: a key with another hash is not used, whatever it would open", async () => {
    const [{ pair }] = parties as [(typeof parties)[0]];
    const bytes = edited((json) => Object.assign(json, { keyHash: turned(json.keyHash) }));
    expect(await codeOf(openPayload(bytes, pair))).toBe("seal/changed");
  });

  test("in which something stands twice is refused", async () => {
    const [{ pair }] = parties as [(typeof parties)[0]];
    const twice = new TextDecoder().decode(file).replace('{"format"', '{"content":"AA","format"');
    expect(await codeOf(openPayload(new TextEncoder().encode(twice), pair))).toBe("seal/foreignFormat");
  });

  test("of another form is refused", async () => {
    const [{ pair }] = parties as [(typeof parties)[0]];
    const bytesOf = (text: string) => new TextEncoder().encode(text);
    const foreign = [bytesOf("no"), bytesOf("{}"), Uint8Array.of(0xff), new Uint8Array(sealedBytesMax + 1)];
    for (const bytes of foreign) expect(await codeOf(openPayload(bytes, pair))).toBe("seal/foreignFormat");
    const bits = edited(({ recipients: [one] }) => Object.assign(one ?? {}, { publicKey: "_".repeat(43) }));
    expect(await codeOf(openPayload(bits, pair))).toBe("seal/foreignFormat");
  });
});

describe("a payload is not sealed", () => {
  test("to nobody, to too many, to one twice, or to a key that is none", async () => {
    const [first] = recipients as [Recipient];
    const many = await Promise.all(Array.from({ length: recipientsMax + 1 }, (_, at) => partyOf(`party-${at}`)));
    const seal = (to: readonly Recipient[]) => codeOf(sealPayload(payload, to, here));
    expect(await seal([])).toBe("seal/recipientsUnfit");
    expect(await seal([first, first])).toBe("seal/recipientsUnfit");
    expect(await seal(many.map(({ recipient }) => recipient))).toBe("seal/recipientsUnfit");
    expect(await seal(many.slice(1).map(({ recipient }) => recipient))).toBe("done");
    expect(await seal([{ ...first, publicKey: new Uint8Array(31) }])).toBe("seal/recipientsUnfit");
    expect(await seal([{ ...first, publicKey: new Uint8Array(32) }])).toBe("seal/recipientsUnfit");
  });

  test("when it is too long or of another shape", async () => {
    const [person] = payload.originator.originatorPersons;
    const foreign = { ...payload, originator: { originatorPersons: [{ naturalPerson: { name: "Li" } }] } };
    expect(await codeOf(sealPayload(foreign as never, recipients, here))).toBe("seal/payloadUnfit");
    const address = { addressType: "HOME", addressLine: new Array(7).fill("界".repeat(100)), country: "CN" };
    const natural = (person as { naturalPerson: object }).naturalPerson;
    const large = { naturalPerson: { ...natural, geographicAddress: new Array(8).fill(address) } };
    const persons = new Array(8).fill(large);
    const content = { ...payload, originator: { originatorPersons: persons } };
    expect(JSON.stringify(content).length * 3).toBeGreaterThan(payloadBytesMax);
    expect(await codeOf(sealPayload(content as never, recipients, here))).toBe("seal/payloadUnfit");
    const unsound = [{ addressType: "HOME", country: "CN" }];
    const nowhere = { naturalPerson: { ...natural, geographicAddress: unsound } };
    expect(
      await codeOf(
        sealPayload({ ...payload, originator: { originatorPersons: [nowhere] } } as never, recipients, here),
      ),
    ).toBe("seal/payloadUnfit");
  });
});
