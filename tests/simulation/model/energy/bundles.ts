// Bundles as their rows show them, with what was claimed and stored out of them.
import type { Model } from "../model.ts";
import type { Piece } from "./book.ts";
import { claimedRanges } from "./hours.ts";

/** A piece as its row shows it: claims out of it are listed, and all there is to tell of one that is wholly claimed. */
export function bundleOf(model: Model, device: string, piece: Piece) {
  const { firstId, ...row } = piece;
  const claimed = claimedRanges(model, device, piece, false);
  const stored = claimedRanges(model, device, piece, true);
  const [first] = claimedRanges(model, device, piece);
  if (first === undefined) return row;
  const isWhole = first.firstId === firstId && first.lastId === piece.lastId;
  const { lastId, holder, startMs } = piece;
  const lists = { ...(claimed.length > 0 && { claimed }), ...(stored.length > 0 && { stored }) };
  const state = claimed.length > 0 ? "claimed" : "cancelledForStorage";
  return isWhole ? { lastId, holder, startMs, state, ...lists } : { ...row, ...lists };
}
