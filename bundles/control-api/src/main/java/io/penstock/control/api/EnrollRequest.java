package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.core.value.Secret;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An agent asks for a credential of its own. Safe to repeat: the same {@code enrollmentId} meets the same entry.
 *
 * @param enrollmentId made once by the agent, and kept
 * @param name the agent's name
 * @param agentId needed with an API key
 * @param replaceToken the last credential of an entry of the same name, to take that over
 * @param publicKey Ed25519, base64 of the raw 32 bytes
 * @param tags values by key; a word's value is empty
 * @param type for people and selectors
 * @param platform such as a cloud provider
 * @param deployment for people and selectors
 * @param host where the agent runs
 * @param software what the agent runs
 * @param protocol what versions of the protocol the agent speaks
 * @param bootId made anew by every start of the process
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EnrollRequest(String enrollmentId, String name, Optional<String> agentId, Optional<Secret> replaceToken,
                            Optional<String> publicKey, SortedMap<String, String> tags, Optional<String> type,
                            Optional<String> platform, Optional<String> deployment, HostReport host,
                            SoftwareReport software, ProtocolRange protocol, String bootId) {
    public EnrollRequest {
        TextRule.UUID.checked(enrollmentId, "enrollmentId");
        TextRule.AGENT_NAME.checked(name, "name");
        TextRule.AGENT_ID.checkedIfAny(agentId, "agentId");
        Given.tokenIfAny(replaceToken, "replaceToken");
        TextRule.PUBLIC_KEY.checkedIfAny(publicKey, "publicKey");
        tags = Given.tagsIfAny(tags, "tags");
        TextRule.FIELD.checkedIfAny(type, "type");
        TextRule.FIELD.checkedIfAny(platform, "platform");
        TextRule.FIELD.checkedIfAny(deployment, "deployment");
        Given.required(host, "host");
        Given.required(software, "software");
        Given.required(protocol, "protocol");
        TextRule.UUID.checked(bootId, "bootId");
    }
}
