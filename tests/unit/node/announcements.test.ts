// Announcements of new blocks to whoever waits for one.
import { expect, it } from "vitest";
import { Announcements } from "#src/node/announcements.ts";

/** Notes what resolves, in order. */
function listener(announcements: Announcements) {
  const heard: string[] = [];
  const listen = (name: string, signal?: AbortSignal) => announcements.next(signal).then(() => heard.push(name));
  return { heard, listen };
}

it("wakes everyone who waits, once", async () => {
  const announcements = new Announcements();
  const { heard, listen } = listener(announcements);
  const waits = [listen("one"), listen("other")];
  expect(heard).toEqual([]);
  announcements.announce();
  await Promise.all(waits);
  announcements.announce();
  expect(heard).toEqual(["one", "other"]);
});

it("does not wake who comes after it", async () => {
  const announcements = new Announcements();
  const { heard, listen } = listener(announcements);
  announcements.announce();
  const wait = listen("late");
  await Promise.resolve();
  expect(heard).toEqual([]);
  announcements.announce();
  await wait;
  expect(heard).toEqual(["late"]);
});

it("lets a waiter wait again from within its waking", async () => {
  const announcements = new Announcements();
  const heights: number[] = [];
  const follow = (async () => {
    for (let height = 1; height <= 3; height += 1) {
      await announcements.next();
      heights.push(height);
    }
  })();
  for (let height = 1; height <= 3; height += 1) {
    announcements.announce();
    await Promise.resolve();
    await Promise.resolve();
  }
  await follow;
  expect(heights).toEqual([1, 2, 3]);
});

it("wakes a waiter whose signal aborts, and only that one", async () => {
  const announcements = new Announcements();
  const { heard, listen } = listener(announcements);
  const abort = new AbortController();
  const leaving = listen("leaving", abort.signal);
  const staying = listen("staying");
  abort.abort();
  await leaving;
  expect(heard).toEqual(["leaving"]);
  announcements.announce();
  await staying;
  expect(heard).toEqual(["leaving", "staying"]);
});

it("does not let wait whose signal has aborted before", async () => {
  await new Announcements().next(AbortSignal.abort());
});
