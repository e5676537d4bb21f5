// What the module `authority` must do: who grants what to whom, who takes it back.
import { authorityOf, grantorOf, hasRole, holdersOf, judgeRole } from "./authority/book.ts";
import { type Model, type ModuleModel, modelMessage } from "./model.ts";

interface RoleNamed {
  readonly account: string;
  readonly role: string;
  readonly reference: string;
}

/** Pairs that one account may not hold. */
const apart = new Set([
  "auditor custodian",
  "auditor issuer",
  "issuer regulator",
  "issuer issuing-body",
  "compute-certifier issuer",
  "issuer statistician",
]);
const excludes = (left: string, right: string) => apart.has([left, right].sort().join(" "));

const grantRole = modelMessage<RoleNamed>({
  judge(model, actor, { account, role }, grounds) {
    judgeRole(model, actor, [grantorOf[role] ?? "nobody"], grounds);
    grounds.when(hasRole(model, account, role), "authority/roleHeld");
    const held = Object.keys(grantorOf).filter((other) => hasRole(model, account, other));
    grounds.when(
      held.some((other) => excludes(role, other)),
      "authority/rolesConflict",
    );
  },
  apply(model, actor, { account, role, reference }) {
    putGrant(model, role, account, actor, reference);
  },
});

const revokeRole = modelMessage<RoleNamed>({
  judge(model, actor, { account, role }, grounds) {
    judgeRole(model, actor, ["governor", "issuer", "regulator"], grounds);
    const grant = authorityOf(model).grants.get(`${role}/${account}`);
    if (grounds.when(grant === undefined, "authority/roleNotHeld")) return;
    grounds.when(grant?.grantor !== actor && !hasRole(model, actor, "governor"), "authority/notGrantor");
    grounds.when(role === "governor" && holdersOf(model, role).length === 1, "authority/lastGovernor");
  },
  apply(model, _actor, { account, role }) {
    authorityOf(model).grants.delete(`${role}/${account}`);
  },
});

function putGrant(model: Model, role: string, account: string, grantor: string, reference: string): void {
  const { grants, known } = authorityOf(model);
  grants.set(`${role}/${account}`, { grantor, grantedMs: model.timeMs, reference });
  known.set(role, true);
}

interface GenesisPart {
  readonly grants: readonly { readonly role: string; readonly account: string; readonly grantor: string }[];
}

export const model: ModuleModel = {
  messages: { grantRole, revokeRole },
  start(model, part) {
    for (const { role, account, grantor } of (part as GenesisPart).grants) {
      putGrant(model, role, account, grantor, "genesis");
    }
  },
  *rows(model) {
    const { grants, known } = authorityOf(model);
    for (const [key, grant] of grants.entries()) yield [`authority/grant/${key}`, grant];
    for (const role of known.keys()) yield [`authority/holders/${role}`, holdersOf(model, role).length];
  },
};
