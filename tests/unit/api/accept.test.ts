// Which media types a request accepts.
import { describe, expect, it } from "vitest";
import { isAcceptable } from "#src/api/accept.ts";

const json = ["application/json"];

describe("content negotiation", () => {
  it("takes a request that says nothing, or that takes anything", () => {
    for (const header of [undefined, "", "*/*", "text/html, */*;q=0.8"]) expect(isAcceptable(header, json)).toBe(true);
  });

  it("takes the media type itself, its family, and any spelling of case and spaces", () => {
    for (const header of ["application/json", "application/*", "text/html , APPLICATION/JSON ;q=0.1"]) {
      expect(isAcceptable(header, json)).toBe(true);
    }
  });

  it("refuses a request that takes other things only, or that rules this one out", () => {
    for (const header of ["text/html", "application/json;q=0", "application/json;q=0, */*", "application/*;q=0"]) {
      expect(isAcceptable(header, json)).toBe(false);
    }
  });
});
