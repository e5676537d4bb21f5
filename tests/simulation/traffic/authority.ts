// Traffic of the module `authority`: offices are filled again when they fall vacant, others come and go.
import { authorityOf, grantorOf } from "../model/authority/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const roles = Object.keys(grantorOf);

function grant(world: World): Draft | undefined {
  const { random } = world;
  const vacancy = random.pickMaybe(world.vacancies());
  if (vacancy === undefined && authorityOf(world.model).grants.size > 30) return undefined;
  const inOffice = authorityOf(world.model)
    .grants.keys()
    .map((key) => key.split("/")[1] ?? "");
  const someone = random.percent(40) ? random.pick(inOffice) : world.someone();
  const { role, account } = vacancy ?? { role: random.pick(roles), account: someone };
  const actor = world.officer(grantorOf[role] ?? "issuer");
  return actor === undefined ? undefined : { actor, content: { account, role, reference: world.text() } };
}

function revoke(world: World): Draft | undefined {
  const { random } = world;
  const { grants } = authorityOf(world.model);
  const held = grants.entries().map(([key, { grantor }]) => {
    const [role = "", account = ""] = key.split("/");
    return { role, account, grantor };
  });
  const expendable = held.filter(({ account }) => !world.isPillar(account));
  const found = random.pickMaybe(expendable.filter(({ account }) => !world.isDevnets(account) || random.percent(15)));
  if (found === undefined) return undefined;
  const actor = random.percent(50) ? found.grantor : world.officer("governor");
  const { role, account } = found;
  return actor === undefined ? undefined : { actor, content: { role, account, reference: world.text() } };
}

export const traffic: Traffic = {
  grantRole: { weight: 8, draft: grant },
  revokeRole: { weight: 4, draft: revoke },
};
