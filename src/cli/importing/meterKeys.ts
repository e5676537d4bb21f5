// The keys of meters: derived from their names on a devnet, elsewhere in a folder of keystores under one passphrase.
import { existsSync } from "node:fs";
import { usageFailure } from "#src/cli/failure.ts";
import { listKeys, readKeystore, saveKeystore } from "#src/cli/keys/keyFolder.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { lockKey, unlockKey } from "#src/sdk/keys/keystore.ts";
import { createSigner, devnetSigner, type Signer } from "#src/sdk/keys/signer.ts";

/** Each meter that replaces another has a key of its own; a device of more meters than this is looked at by people first. */
export const metersOfDeviceMax = 1_000;

export interface MeterKeys {
  /** What the device's n-th meter signs as, from 1. */
  nameOf(device: string, number: number): string;
  /** In hex; undefined where there is no such key. */
  publicKeyOf(device: string, number: number): string | undefined;
  /** Makes a key that is missing, where that can be. */
  make(device: string, number: number): Promise<void>;
  signerOf(device: string, number: number): Promise<Signer>;
}

/** `meter-DEVICE`, then `meter-DEVICE/2` and so on: everybody has these keys. */
export function devnetMeterKeys(): MeterKeys {
  const signers = new CurrentSigners(async (name) => devnetSigner(name));
  const nameOf = (device: string, number: number) => numbered(device, number, "/");
  return {
    nameOf,
    publicKeyOf: (device, number) => bytesToHex(devnetSigner(nameOf(device, number)).publicKey),
    make: async () => undefined,
    signerOf: (device, number) => signers.of(device, nameOf(device, number)),
  };
}

/** `meter-DEVICE`, then `meter-DEVICE.2` and so on; a slash is in no name of a file. */
export function folderMeterKeys(folder: string, passphrase: string): MeterKeys {
  if (!existsSync(folder)) throw usageFailure(`there is no folder of keys ${folder}`);
  const known = new Map(listKeys(folder).map(({ name, publicKeyHex }) => [name, publicKeyHex]));
  const signers = new CurrentSigners(async (name) => unlockKey(readKeystore(folder, name), passphrase));
  const nameOf = (device: string, number: number) => numbered(device, number, ".");
  return {
    nameOf,
    publicKeyOf: (device, number) => known.get(nameOf(device, number)),
    async make(device, number) {
      const name = nameOf(device, number);
      if (known.has(name)) return;
      const signer = createSigner();
      saveKeystore(folder, name, await lockKey(signer, passphrase));
      known.set(name, bytesToHex(signer.publicKey));
    },
    signerOf: (device, number) => signers.of(device, nameOf(device, number)),
  };
}

function numbered(device: string, number: number, mark: string): string {
  return number === 1 ? `meter-${device}` : `meter-${device}${mark}${number}`;
}

/** One open key for each device: the one before it signs nothing more. */
class CurrentSigners {
  readonly #signers = new Map<string, { readonly name: string; readonly signer: Promise<Signer> }>();
  readonly #open: (name: string) => Promise<Signer>;

  constructor(open: (name: string) => Promise<Signer>) {
    this.#open = open;
  }

  of(device: string, name: string): Promise<Signer> {
    const known = this.#signers.get(device);
    if (known?.name === name) return known.signer;
    const signer = this.#open(name);
    this.#signers.set(device, { name, signer });
    return signer;
  }
}

/** Which of its keys a device's meter has now; undefined where it is none of them. */
export function numberOfKey(keys: MeterKeys, device: string, meterKeyHex: string): number | undefined {
  for (let number = 1; number <= metersOfDeviceMax; number += 1) {
    const publicKey = keys.publicKeyOf(device, number);
    if (publicKey === meterKeyHex) return number;
    if (publicKey === undefined) return undefined;
  }
  return undefined;
}
