// Asks that the certificates of a file's generators be reserved for any load, before their records are handed in.
import { z } from "zod";
import { getParsed } from "#src/cli/http.ts";
import type { Account } from "#src/core/account.ts";
import { messages } from "#src/sdk/messages.ts";
import { type Delivery, piecesOf } from "./deliver.ts";
import type { FileDevice } from "./fileDevice.ts";
import { orUnknown } from "./ledgerMeters.ts";
import { requireNoneRefused } from "./registering.ts";

/** Sixty units of work each: a quarter of what an ordinary account may ask for at once. */
const instructionsPerBatch = 250;

const heldSchema = z.looseObject({ holder: z.string() });

/**
 * Instructs for the generators of one holder that have no instruction yet, and answers for how many. Without a delivery
 * nothing is sent, and devices that are not registered count as the holder's.
 */
export async function instructPool(
  url: string,
  devices: readonly FileDevice[],
  holder: Account,
  delivery: Delivery | undefined,
): Promise<number> {
  const wanted: string[] = [];
  for (const { device, kind } of devices) {
    if (kind === "generation" && (await isWanted(url, device, holder))) wanted.push(device);
  }
  if (delivery === undefined) return wanted.length;
  for (const piece of piecesOf(wanted, instructionsPerBatch)) {
    const { refusals } = await delivery.send(piece.map((device) => messages.energy.instructReservation({ device })));
    requireNoneRefused("instructions", [...refusals.values()]);
  }
  return wanted.length;
}

async function isWanted(url: string, device: string, holder: Account): Promise<boolean> {
  const search = new URLSearchParams({ device });
  const found = await orUnknown("energy/unknownDevice", getParsed(url, `/v1/energy/device?${search}`, heldSchema));
  if (found === undefined) return true;
  if (found.holder !== holder) return false;
  const instruction = getParsed(url, `/v1/energy/instruction?${search}`, z.looseObject({}));
  return (await orUnknown("energy/unknownInstruction", instruction)) === undefined;
}
