// The rules of roles: each is granted by one that somebody can hold, and being apart works both ways.
import { expect, test } from "vitest";
import { grantorRoles, roleSchema, roles, rolesApartFrom } from "#src/modules/authority/rules.ts";

test("every role is granted by a role, and a governor stands at the end of every chain", () => {
  for (const role of roles) {
    let grantor = role;
    for (let step = 0; step < roles.length && grantor !== "governor"; step += 1) grantor = grantorRoles[grantor];
    expect(grantor).toBe("governor");
  }
});

test("two roles that are apart are so from either side", () => {
  for (const role of roles) {
    for (const other of rolesApartFrom(role)) expect(rolesApartFrom(other)).toContain(role);
    expect(rolesApartFrom(role)).not.toContain(role);
  }
  expect(rolesApartFrom("auditor")).toEqual(["custodian", "issuer"]);
  expect(rolesApartFrom("governor")).toEqual([]);
});

test("no issuer appoints its own auditor", () => {
  expect(grantorRoles[grantorRoles.auditor]).toBe("governor");
  expect(rolesApartFrom(grantorRoles.auditor)).toContain("issuer");
});

test("a role is one of those named, in lower case", () => {
  for (const role of roles) expect(roleSchema.safeParse(role).success).toBe(true);
  for (const text of ["", "king", "Governor", "governor "]) expect(roleSchema.safeParse(text).success).toBe(false);
});
