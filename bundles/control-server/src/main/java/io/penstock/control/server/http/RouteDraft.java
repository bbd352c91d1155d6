package io.penstock.control.server.http;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A route while it is being said. One thread. */
final class RouteDraft implements Route {
    private final String method;
    private final String template;
    private final Consumer<RouteRule> done;
    private final Set<String> takes = new HashSet<>(Set.of(RouteRule.JSON));
    private Optional<RouteRule.Who> who = Optional.empty();
    private Optional<Role> least = Optional.empty();
    private boolean changes;
    private boolean creates;
    private int maxBody = MAX_BODY_BYTES;
    private String gives = RouteRule.JSON;
    private boolean guarded;
    private boolean onWorker;

    RouteDraft(String method, String template, Consumer<RouteRule> done) {
        this.method = method;
        this.template = template;
        this.done = done;
        if (method.equals("PATCH")) {
            takes.add(RouteRule.MERGE_PATCH);
        }
    }

    private RouteDraft who(RouteRule.Who said) {
        if (who.isPresent()) {
            throw new IllegalStateException(method + " " + template + " says twice whom it is for");
        }
        who = Optional.of(said);
        return this;
    }

    @Override
    public Route role(Role role) {
        least = Optional.of(role);
        return who(RouteRule.Who.PEOPLE);
    }

    @Override
    public Route open() {
        return who(RouteRule.Who.ANYBODY);
    }

    @Override
    public Route agent() {
        return who(RouteRule.Who.AGENT);
    }

    @Override
    public Route enrolment() {
        return who(RouteRule.Who.ENROLMENT);
    }

    @Override
    public Route changes() {
        changes = true;
        return this;
    }

    @Override
    public Route creates() {
        creates = true;
        return this;
    }

    @Override
    public Route maxBody(int bytes) {
        maxBody = bytes;
        return this;
    }

    @Override
    public Route takes(String mediaType) {
        takes.add(mediaType);
        return this;
    }

    @Override
    public Route gives(String mediaType) {
        gives = mediaType;
        return this;
    }

    @Override
    public Route guarded() {
        guarded = true;
        return this;
    }

    @Override
    public Route onWorker() {
        onWorker = true;
        return this;
    }

    @Override
    public void to(Handler handler) {
        RouteRule.Who said = who.orElseThrow(() -> new IllegalStateException(method + " " + template
                + " does not say whom it is for"));
        done.accept(new RouteRule(method, template, said, least, changes, creates, maxBody, Set.copyOf(takes), gives, guarded,
                said == RouteRule.Who.AGENT && !onWorker, handler));
    }
}
