package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What enrolment came to.
 *
 * @param agentId the entry's id
 * @param name the entry's name
 * @param status whether a person has to approve first
 * @param credential only when active
 * @param signingKeys what signs everything the agent is told
 * @param storeId names the server's store; another one is another server
 * @param sync when to ask
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EnrollAnswer(String agentId, String name, EnrollStatus status, Optional<IssuedCredential> credential,
                           @JsonInclude(JsonInclude.Include.ALWAYS) List<ServerKey> signingKeys, String storeId,
                           SyncRules sync) {
    public EnrollAnswer {
        TextRule.AGENT_ID.checked(agentId, "agentId");
        TextRule.AGENT_NAME.checked(name, "name");
        Given.required(status, "status");
        Given.required(credential, "credential");
        signingKeys = Given.list(signingKeys, "signingKeys", 1, 8);
        TextRule.UUID.checked(storeId, "storeId");
        Given.required(sync, "sync");
    }
}
