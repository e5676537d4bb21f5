// Final payments: one, and two legs in two currencies that settle together or not at all.
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import { micro, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";

const { pay } = messages.settlement;

export async function payAndSettle(cast: Cast, story: Story): Promise<void> {
  story.chapter("A final payment");
  const kdg = await cast.ledger.currency("KDG");
  const cny = await cast.ledger.currency("CNY");
  const amount = kdg.of("40000");
  const before = await cast.balance("alice", "KDG");
  const payment = { to: cast.account("carol"), currency: "KDG", amount } as const;
  await cast.send("alice", pay({ ...payment, endToEndId: "INVOICE-2026-0042", purpose: "GDDS" }));
  story.say(`    alice pays carol ${micro(amount.units)} KDG, reference INVOICE-2026-0042`);
  story.checkEqual("carol holds, in micro-KDG", await cast.balance("carol", "KDG"), amount.units);
  story.checkEqual("alice has that much less, in micro-KDG", await cast.balance("alice", "KDG"), before - amount.units);

  story.chapter("Payment versus payment: two legs, two signers, one moment");
  const legs = { kdg: kdg.of("5000"), cny: cny.of("35000.00") };
  const holdings = () =>
    Promise.all([
      cast.balance("alice", "KDG"),
      cast.balance("bob", "KDG"),
      cast.balance("bob", "CNY"),
      cast.balance("alice", "CNY"),
    ]);
  const [aliceKdg, bobKdg, bobCny, aliceCny] = await holdings();
  const [alice, bob] = [cast.account("alice"), cast.account("bob")];
  const draft = await cast.ledger.draft([
    { actor: alice, message: pay({ to: bob, currency: "KDG", amount: legs.kdg }) },
    { actor: bob, message: pay({ to: alice, currency: "CNY", amount: legs.cny }) },
  ]);
  const alone = await cast.ledger.sign(draft, [devnetSigner("alice")]);
  const refused = await cast.refusalOf(cast.ledger.wait(alone));
  story.check(`with one signature of two, nothing moves (${refused})`, refused === "accounts/policyNotSatisfied");
  const both = await cast.ledger.sign(draft, [devnetSigner("alice"), devnetSigner("bob")]);
  const { id } = await cast.ledger.wait(both);
  story.checkEqual("with both signatures, what was decided", id, draft.id);
  const expected = [
    aliceKdg - legs.kdg.units,
    bobKdg + legs.kdg.units,
    bobCny - legs.cny.units,
    aliceCny + legs.cny.units,
  ];
  story.checkEqual("all four balances after both legs", String(await holdings()), String(expected));
}
