// The key that signs commits: only its owner may read it, and only the network's validator may use it.
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { publicKeyOf, verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import { devnetGenesis, devnetValidatorKey } from "#src/node/devnet.ts";
import { programModules } from "#src/node/programModules.ts";
import { loadValidatorKey } from "#src/node/validatorKey.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const secretKey = hashOfText("a validator of our own");
const devnet = devnetGenesis(programModules().newest(), 0);
const network: Genesis = {
  ...devnet,
  devnet: false,
  validators: [{ name: "one", publicKey: publicKeyOf(secretKey), power: 10n }],
};
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function saveKey(text: string, mode = 0o600): void {
  const path = join(folder.path, "validator.key");
  writeFileSync(path, text);
  chmodSync(path, mode);
}

it("is derived on a devnet, where it protects nothing", () => {
  expect(loadValidatorKey(folder.path, devnet).publicKey).toEqual(publicKeyOf(devnetValidatorKey()));
});

it("is read from a file anywhere else, and signs", () => {
  saveKey(`${bytesToHex(secretKey)}\n`);
  const signer = loadValidatorKey(folder.path, network);
  const message = new Uint8Array([1, 2, 3]);
  expect(verifyZip215(message, signer.sign(message), publicKeyOf(secretKey))).toBe(true);
});

it("is missed where there is no file", () => {
  expect(() => loadValidatorKey(folder.path, network)).toThrow("a validator's key is needed");
});

it.each([0o640, 0o604, 0o644, 0o660])("is refused when others may read or write the file, at mode %o", (mode) => {
  saveKey(bytesToHex(secretKey), mode);
  expect(() => loadValidatorKey(folder.path, network)).toThrow("its mode must be 600");
});

it("is refused when it belongs to no validator of the network, on a devnet too", () => {
  saveKey(bytesToHex(hashOfText("somebody else")));
  expect(() => loadValidatorKey(folder.path, network)).toThrow("belongs to no validator");
  expect(() => loadValidatorKey(folder.path, devnet)).toThrow("belongs to no validator");
});

it.each(["", "00", "xyz", `${bytesToHex(secretKey)}00`, bytesToHex(secretKey).toUpperCase()])(
  "is refused when the file does not hold 32 bytes in lower-case hexadecimal: %s",
  (text) => {
    saveKey(text);
    expect(() => loadValidatorKey(folder.path, network)).toThrow();
  },
);
