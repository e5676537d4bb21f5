// Who may hold which role, and who grants it.
import { z } from "zod";

export const roles = [
  "governor",
  "issuer",
  "regulator",
  "custodian",
  "auditor",
  "price-feeder",
  "participant-bank",
  "issuing-body",
  "compute-certifier",
  "compute-verifier",
  "statistician",
] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

/** The role whose holders grant a role. Auditors and issuing bodies are the regulator's, so that no issuer appoints its own. */
export const grantorRoles: Readonly<Record<Role, Role>> = {
  governor: "governor",
  issuer: "governor",
  regulator: "governor",
  custodian: "issuer",
  "price-feeder": "issuer",
  "participant-bank": "issuer",
  auditor: "regulator",
  "issuing-body": "regulator",
  "compute-certifier": "regulator",
  "compute-verifier": "regulator",
  statistician: "regulator",
};

/**
 * Roles that one account may not hold together: whoever attests metal or energy neither keeps it nor issues against it, and
 * no issuer states the indicators that move its own basket.
 */
const apart: readonly (readonly [Role, Role])[] = [
  ["auditor", "custodian"],
  ["auditor", "issuer"],
  ["regulator", "issuer"],
  ["issuing-body", "issuer"],
  ["compute-certifier", "issuer"],
  ["statistician", "issuer"],
];

/** The roles that exclude this one. */
export function rolesApartFrom(role: Role): Role[] {
  return apart.flatMap(([left, right]) => (left === role ? [right] : right === role ? [left] : []));
}
