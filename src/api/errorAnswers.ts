// Answers to everything that goes wrong: refusals, malformed requests, and defects, whose text stays in the log.

import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { httpProblems } from "./httpProblems.ts";
import { expectedProblem, problemMediaType } from "./problems.ts";

/** What Fastify's own errors mean here, by their code or, failing that, their status. */
const fastifyProblems: Readonly<Record<string, keyof typeof httpProblems>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "bodyTooLarge",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupportedMediaType",
  FST_ERR_CTP_EMPTY_JSON_BODY: "malformedBody",
  FST_ERR_CTP_INVALID_JSON_BODY: "malformedBody",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformedBody",
  FST_ERR_BAD_URL: "malformedRequest",
  FST_ERR_MAX_PARAM_LENGTH: "unknownPath",
};
const statusProblems: Readonly<Record<number, keyof typeof httpProblems>> = {
  400: "malformedRequest",
  404: "unknownPath",
  408: "requestTimeout",
  413: "bodyTooLarge",
  415: "unsupportedMediaType",
};

export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const expected = expectedProblem(thrown, request.id) ?? expectedProblem(problemOfFastify(thrown), request.id);
  const answer = expected ?? expectedProblem(httpProblems.internal(), request.id);
  if (expected === undefined)
    request.log.error({ requestId: request.id, err: thrown }, "a request failed unexpectedly");
  if (answer === undefined) return reply.code(500).send();
  return reply.code(answer.problem.status).headers(answer.headers).type(problemMediaType).send(answer.problem);
}

function problemOfFastify(thrown: unknown): Error | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, statusCode } = thrown as { code?: unknown; statusCode?: unknown };
  if (typeof code !== "string") return undefined;
  const name = fastifyProblems[code] ?? statusProblems[Number(statusCode)];
  return name === undefined ? undefined : httpProblems[name]();
}

/** Answers on a bare connection, where the request never became one that a route could see. */
export function answerClientError(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const name = bareProblems[error.code ?? ""] ?? "malformedRequest";
  const answer = expectedProblem(httpProblems[name](), "none");
  if (answer === undefined) return;
  const body = JSON.stringify(answer.problem);
  const { status } = answer.problem;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${problemMediaType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const bareProblems: Readonly<Record<string, keyof typeof httpProblems>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "requestTimeout",
  HPE_HEADER_OVERFLOW: "headersTooLarge",
};
