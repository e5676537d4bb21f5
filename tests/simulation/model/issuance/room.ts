// How much more may be minted, and what is said when that is too little.
import { greatest } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { parameter } from "../parameters/book.ts";
import { room as provedRoom } from "../value-support/book.ts";
import { supply } from "./book.ts";

export function room(model: Model): { readonly microKdg: bigint; readonly refusal: string } {
  const isProved = BigInt(model.height) >= parameter(model, "issuance.roomActivationHeight");
  const most = isProved ? provedRoom(model) : parameter(model, "issuance.supplyCapMicroKdg");
  return {
    microKdg: greatest(0n, most - supply(model)),
    refusal: isProved ? "issuance/roomShort" : "issuance/supplyCapReached",
  };
}
