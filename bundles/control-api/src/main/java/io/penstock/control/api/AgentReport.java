package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What an agent says of itself.
 *
 * @param name as configured
 * @param tags as configured
 * @param host where it runs
 * @param software what it runs
 * @param startedAt when the process began
 * @param capabilities what it can do
 * @param localPolicy what it allows
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AgentReport(String name, SortedMap<String, String> tags, HostReport host, SoftwareReport software,
                          Instant startedAt, List<String> capabilities, PolicyReport localPolicy) {
    public AgentReport {
        TextRule.AGENT_NAME.checked(name, "name");
        tags = Given.tagsIfAny(tags, "tags");
        Given.required(host, "host");
        Given.required(software, "software");
        Given.required(startedAt, "startedAt");
        capabilities = Given.listIfAny(capabilities, "capabilities", 0, 64);
        Given.required(localPolicy, "localPolicy");
    }
}
