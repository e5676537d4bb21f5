// When certificates die, as the model has it: two years or so after the record that they come from.
import type { Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { endOfRecord, energyOf, hourMs, type Piece, type Waiting } from "./book.ts";

/** Pieces looked at in one block. */
const piecesMost = 1_000;

const passedOf = (model: Model, device: string): number => energyOf(model).passed.get(device) ?? 1;

const byTurn = (left: Waiting, right: Waiting) => left.dueMs - right.dueMs || left.sequence - right.sequence;

function wait(model: Model, device: string, dueMs: number): void {
  const { waiting, waits } = energyOf(model);
  waiting.value = [...waiting.value, { dueMs, sequence: waits.value, item: { device } }];
  waits.value += 1;
}

/** A device that was not waiting waits from its new certificates on. */
export function waitIfNew(model: Model, device: string, firstId: number, dueMs: number): void {
  if (passedOf(model, device) === firstId) wait(model, device, dueMs);
}

/** What a piece becomes that was locked or reserved and is let go. */
export function freed(model: Model, device: string, piece: Piece): Piece {
  const { locked: _locked, reserved: _reserved, ...rest } = piece;
  if (piece.firstId >= passedOf(model, device)) return { ...rest, state: "active" };
  return { ...rest, state: "expired", expired: { atMs: model.timeMs } };
}

function endOf(model: Model, device: string, piece: Piece): number {
  // What a storage device was issued came out in one hour.
  if (energyOf(model).devices.at(device).kind === "discharging") return piece.startMs + hourMs;
  const record = energyOf(model)
    .records.at(device)
    .find(({ startMs }) => startMs === piece.startMs);
  if (record === undefined) throw new Error("a piece without its record");
  return endOfRecord(record);
}

/** At the end of a block: the dead are buried, record by record. */
export function bury(model: Model): void {
  const { pieces, passed, waiting } = energyOf(model);
  const ended = model.timeMs - parameterNumber(model, "energy.certificateLifeMs");
  let left = piecesMost;
  while (left > 0) {
    const [first] = [...waiting.value].sort(byTurn);
    if (first === undefined || first.dueMs > ended) return;
    waiting.value = waiting.value.filter((each) => each !== first);
    const { device } = first.item;
    const next = passedOf(model, device);
    const alive = pieces.at(device).filter((piece) => piece.firstId >= next);
    const dead = alive.filter((piece) => endOf(model, device, piece) <= ended).slice(0, left);
    left -= dead.length;
    const last = dead.at(-1);
    if (last === undefined) throw new Error("a device waits for nothing");
    passed.set(device, last.lastId + 1);
    const expired = { atMs: model.timeMs };
    pieces.set(
      device,
      pieces
        .at(device)
        .map(
          (piece): Piece =>
            dead.includes(piece) && piece.state === "active" ? { ...piece, state: "expired", expired } : piece,
        ),
    );
    const follower = alive[dead.length];
    if (follower !== undefined) wait(model, device, endOf(model, device, follower));
  }
}
