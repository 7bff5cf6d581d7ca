/** The contents of a protocol file, described in the worker. */
import type { Protocol } from "../../model/system/protocol.ts";
import { system } from "../../model/system/system.ts";
import type { Claim } from "../../properties/claim.ts";
import { nameOf, propertiesOf } from "../../properties/property.ts";
import type { DescribeReport } from "./job.ts";
import { reportOfSearched } from "./systemRequest.ts";

/** Describes a protocol and its claims. @throws ProtocolError, UsageError */
export function describeProtocol(protocol: Protocol, claims: readonly Claim[]): DescribeReport {
  const { name, about, source } = protocol;
  return {
    kind: "describe",
    protocol: name,
    ...(about === undefined ? {} : { about }),
    ...(source === undefined ? {} : { source }),
    system: reportOfSearched(system(protocol)),
    properties: propertiesOf(system(protocol)).map(nameOf),
    claims: claims.map((claim) => ({ ...claim, system: reportOfSearched(system(protocol, claim.system)) })),
  };
}
