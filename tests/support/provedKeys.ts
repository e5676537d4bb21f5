// The parts that keys of provable rows are made of, and something to ask for by each.
import { devnet } from "./payments.ts";

/** What each part of a key is asked for with: something that a devnet has where there is one. Absence is proved as well. */
export const partsOfKeys: Readonly<Record<string, string | number>> = {
  account: devnet.account("alice"),
  currency: "USD",
  role: "issuer",
  number: 1,
  device: "solar-kern",
  load: "datacentre-fresno",
  dayMs: 1_767_139_200_000,
  firstId: 1,
  startMs: 1_767_225_600_000,
  kind: "generation",
  zone: "CISO",
  epoch: 1,
  request: 1,
  bucket: "issuance",
  vault: "zurich",
  refiner: "HELVETIA",
  serial: "S101",
  year: 2024,
  certificateId: 1,
  metal: "AG",
  feed: "AG",
  parameter: "oracle.feedersMax",
  lock: 1,
  validator: "cd".repeat(20),
  bond: 1,
  auction: 1,
  bid: 1,
  commitment: 1,
  delivery: 1,
  hardware: "accelerator-2024",
  reference: "scu-2024",
  site: "fresno",
  month: "2026-01",
  hourMs: 1_767_225_600_000,
  right: 1,
  proof: 1,
  component: "AG",
  indicator: "importReliance",
  stage: "mining",
  country: "CL",
  council: "applications",
  revision: 1,
  proposal: 1,
  member: devnet.account("alice"),
};
/** The names in braces of a key's pattern, in their order. */
export function partsOfKey(pattern: string): string[] {
  return [...pattern.matchAll(/\{(\w+)\}/g)].map(([, part = ""]) => part);
}
