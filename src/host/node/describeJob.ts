/** The contents of a protocol file, described in the worker. */
import type { TheoryClaim } from "../../properties/theoryClaim.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { system } from "../../model/system/system.ts";
import type { Claim } from "../../properties/claim.ts";
import { nameOf, propertiesOf } from "../../properties/property.ts";
import type { DescribeReport, SystemReport } from "./job.ts";
import { reportOfSearched } from "./systemRequest.ts";

/** Describes a protocol and its claims. @throws ProtocolError, UsageError */
export function describeProtocol(
  protocol: Protocol,
  { claims, theory }: { readonly claims: readonly Claim[]; readonly theory: readonly TheoryClaim[] },
): DescribeReport {
  const { name, about, source } = protocol;
  return {
    kind: "describe",
    protocol: name,
    ...(about === undefined ? {} : { about }),
    ...(source === undefined ? {} : { source }),
    system: reportOfSearched(system(protocol)),
    properties: propertiesOf(system(protocol)).map(nameOf),
    claims: claims.map(reported),
    theory: theory.map(reported),
  };

  function reported<C extends Pick<Claim, "system">>(claim: C): C & { readonly system: SystemReport } {
    return { ...claim, system: reportOfSearched(system(protocol, claim.system)) };
  }
}
