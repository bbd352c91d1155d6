package io.penstock.control.server.fleet;

import io.penstock.control.server.http.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How agents are started: credentials are named, never held. */
final class Launches {
    private Launches() {
    }

    static AgentAnswer.Launch launch(AgentRow agent, Place place) {
        Map<String, String> environment = server(place);
        environment.put("PENSTOCK_AGENT_ID", agent.id());
        environment.put("PENSTOCK_API_KEY_FILE", "/run/secrets/penstock-api-key");
        return new AgentAnswer.Launch(agent.image(), environment, agent.image().map(image -> container(environment, image))
                .orElseGet(() -> assignments(environment) + " penstock agent"));
    }

    /** What every agent of this server needs. */
    static Map<String, String> server(Place place) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PENSTOCK_SERVER_URL", place.url().toString());
        place.pin().ifPresent(pin -> environment.put("PENSTOCK_SERVER_PIN", pin));
        return environment;
    }

    static String assignments(Map<String, String> environment) {
        return environment.entrySet().stream().map(one -> one.getKey() + "=" + quoted(one.getValue()))
                .collect(Collectors.joining(" "));
    }

    static String container(Map<String, String> environment, String image) {
        return "docker run -d --restart unless-stopped " + environment.entrySet().stream()
                .map(one -> "-e " + one.getKey() + "=" + quoted(one.getValue())).collect(Collectors.joining(" ")) + " " + image;
    }

    /** For a POSIX shell. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

}
