// Frames: messages come out whole however the stream was cut.
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeFrame, FrameReader, frameBytesMax } from "#src/consensus/abci/frames.ts";

test("messages come out whole and in order, however the stream was cut", () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(messages, fc.integer({ min: 1, max: 90 }), (sent, pieceLength) => {
      const stream = Buffer.concat(sent.map(encodeFrame));
      const reader = new FrameReader();
      const received: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += pieceLength) {
        received.push(...reader.take(stream.subarray(at, at + pieceLength)).map((message) => Uint8Array.from(message)));
      }
      expect(received).toEqual(sent);
    }),
  );
});

test("a long message is framed and read", () => {
  const message = new Uint8Array(300_000).fill(9);
  const reader = new FrameReader();
  const frame = encodeFrame(message);
  expect(reader.take(frame.subarray(0, 200_000))).toEqual([]);
  expect(reader.take(frame.subarray(200_000))[0]).toHaveLength(300_000);
});

test("a length beyond any message, and one that never ends, are faults", () => {
  expect(() => new FrameReader().take(encodeFrame(new Uint8Array(0)).fill(0xff, 0, 1))).not.toThrow();
  expect(() => new FrameReader().take(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff))).toThrow("a length that is none");
  const tooLong = frameBytesMax + 1;
  const head = [0, 7, 14, 21].map((shift) => ((tooLong >>> shift) & 0x7f) | (shift < 21 ? 0x80 : 0));
  expect(() => new FrameReader().take(Uint8Array.from(head))).toThrow("longer than any");
});
