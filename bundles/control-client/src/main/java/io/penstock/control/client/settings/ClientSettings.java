package io.penstock.control.client.settings;

import io.penstock.control.api.TextRule;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import io.penstock.core.net.ServerPin;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The table {@code [control-client]}. */
public record ClientSettings(
        @Option(doc = "The server this agent works for. Without one it works for itself alone.",
                example = "https://penstock.example.org:9443") Optional<URI> serverUrl,
        @Option(doc = "The only key the server may have: sha256: and base64 of its certificate's key hash; enough without a ca.",
                example = "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=") Optional<String> serverPin,
        @Option(doc = "Authorities the server's certificate may be of, instead of the system's (PEM).") Optional<Path> ca,
        @Option(doc = "The id of the agent's entry on the server; needed with an api-key.") Optional<String> agentId,
        @Option(doc = "What the agent is called; this machine's name when not given.", example = "berlin")
        Optional<String> agentName,
        @Option(doc = "Tags to begin with: words, or KEY=VALUE; several may stand in one text, with commas.",
                example = "site=north") List<String> agentTags,
        @Option(doc = "The key made for the agent's entry. It is exchanged at once for a credential of the agent's own.",
                ownerOnly = true) Optional<Secret> apiKey,
        @Option(doc = "A key with which agents make entries of their own. It is exchanged at once for a credential.",
                ownerOnly = true) Optional<Secret> enrolmentKey,
        @Option(doc = "What kind of agent it is, for people and selectors.") Optional<String> type,
        @Option(doc = "Where it runs, such as a cloud provider.") Optional<String> platform,
        @Option(doc = "How it is deployed.") Optional<String> deployment,
        @Option(doc = "How often to ask the server; as the server says when not given.", min = 5_000_000_000L)
        Optional<Duration> interval,
        @Option(doc = "Whether requests may wait at the server until there is something new.", value = "true")
        boolean longPoll,
        @Option(doc = "A proxy on the way to the server, as HOST:PORT.", example = "proxy.internal:3128")
        Optional<String> proxy,
        @Option(doc = "What the server may do here. The server cannot change it.") PolicyOptions policy,
        @Option(doc = "The log lines the server gets.") LogsOptions logs,
        @Option(doc = "The measurements the server gets.") MetricsOptions metrics) {

    /** Refuses what can never work, so that a table with it leaves the one before in place. */
    public ClientSettings {
        serverUrl.ifPresent(ClientSettings::checkUrl);
        serverPin.ifPresent(ServerPin::new);
        TextRule.AGENT_ID.checkedIfAny(agentId, "agent-id");
        TextRule.AGENT_NAME.checkedIfAny(agentName, "agent-name");
        tags(agentTags);
        if (apiKey.isPresent() && enrolmentKey.isPresent()) {
            throw PenstockException.invalid("control.keys", "give either api-key or enrolment-key, not both");
        }
        if (apiKey.isPresent() && agentId.isEmpty()) {
            throw PenstockException.invalid("control.agent-id", "api-key is for an entry that is there: give its agent-id, too");
        }
        proxy.ifPresent(ProxyAddress::of);
    }

    private static void checkUrl(URI url) {
        boolean https = "https".equals(url.getScheme());
        boolean loopback = "http".equals(url.getScheme()) && url.getHost() != null && Hosts.isLoopback(url.getHost());
        if (url.getHost() == null || !https && !loopback) {
            throw PenstockException.invalid("control.server-url", "server-url: expected https://HOST:PORT (http only on this"
                    + " machine), but found \"" + url + "\"");
        }
    }

    /** The tags by key; a word's value is empty. */
    public SortedMap<String, String> tags() {
        return tags(agentTags);
    }

    private static SortedMap<String, String> tags(List<String> written) {
        TreeMap<String, String> tags = new TreeMap<>();
        written.stream().flatMap(text -> List.of(text.split(",")).stream()).map(String::strip).filter(text -> !text.isEmpty())
                .forEach(text -> {
                    int equals = text.indexOf('=');
                    String key = equals < 0 ? text : text.substring(0, equals).strip();
                    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
                    tags.put(TextRule.TAG_KEY.checked(key, "agent-tags"), TextRule.TAG_VALUE.checked(value, "agent-tags"));
                });
        return Collections.unmodifiableSortedMap(tags);
    }

    /** Whether the same connection does for both. */
    public boolean connectsAs(ClientSettings other) {
        return serverUrl.equals(other.serverUrl) && serverPin.equals(other.serverPin) && ca.equals(other.ca)
                && agentId.equals(other.agentId) && agentName.equals(other.agentName) && tags().equals(other.tags())
                && apiKey.equals(other.apiKey) && enrolmentKey.equals(other.enrolmentKey) && type.equals(other.type)
                && platform.equals(other.platform) && deployment.equals(other.deployment) && proxy.equals(other.proxy);
    }
}
