// Seats: so many at once and no more.
import { expect, it } from "vitest";
import { Seats } from "#src/api/seats.ts";

it("gives out as many seats as there are, and one again for each that is given back", () => {
  const seats = new Seats(2);
  expect([seats.take(), seats.take(), seats.take()]).toEqual([true, true, false]);
  expect(seats.taken).toBe(2);
  seats.giveBack();
  expect([seats.take(), seats.take()]).toEqual([true, false]);
});

it("does not let more seats be given back than were taken", () => {
  expect(() => new Seats(1).giveBack()).toThrow("given back once");
});
