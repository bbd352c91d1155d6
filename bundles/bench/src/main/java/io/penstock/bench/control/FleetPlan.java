package io.penstock.bench.control;

import java.util.HashMap;
import java.util.Map;

/**
 * What a fleet does. Immutable.
 *
 * @param key the enrolment key all of them have
 * @param seconds how long it runs once all were started
 * @param interval seconds between two questions, give or take a fifth
 * @param ramp how many start a second
 * @param hold seconds the server may keep a question open
 * @param loss how many of a hundred answers to enrolments get lost
 * @param bad the revision from which on every pipe fails; 0 for none
 */
record FleetPlan(String host, int port, String key, int agents, int seconds, double interval, int ramp, int hold, int loss, int bad) {
    static FleetPlan of(String key, String... words) {
        Map<String, String> options = new HashMap<>(Map.of("seconds", "60", "interval", "15", "ramp", "200", "wait", "0", "loss", "0", "bad", "0"));
        for (String word : words) {
            options.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        String[] address = options.get("server").split(":");
        return new FleetPlan(address[0], Integer.parseInt(address[1]), key, Integer.parseInt(options.get("agents")), Integer.parseInt(options.get("seconds")),
                Double.parseDouble(options.get("interval")), Integer.parseInt(options.get("ramp")), Integer.parseInt(options.get("wait")),
                Integer.parseInt(options.get("loss")), Integer.parseInt(options.get("bad")));
    }
}
