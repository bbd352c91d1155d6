package io.penstock.control.server.about;

import io.penstock.control.api.Json;
import io.penstock.control.api.ProblemCode;
import io.penstock.control.server.http.Answer;
import io.penstock.control.server.http.Call;
import io.penstock.control.server.http.Resource;
import io.penstock.control.server.http.Role;
import io.penstock.control.server.http.Routes;
import io.penstock.control.server.store.Change;
import io.penstock.control.server.store.ChangeFeed;
import io.penstock.control.server.store.ChangeKind;
import io.penstock.core.error.PenstockException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@code /events}: what happens, as it happens, without a gap. */
public final class EventsResource implements Resource {
    private final ChangeFeed feed;
    private final Json json;
    private final Function<Change, Map<String, String>> more;

    /** @param more what to say beside the change, such as {@code state} and {@code substate} of an agent; from memory */
    public EventsResource(ChangeFeed feed, Json json, Function<Change, Map<String, String>> more) {
        this.feed = feed;
        this.json = json;
        this.more = more;
    }

    @Override
    public void routes(Routes routes) {
        routes.on("GET", "/api/v1/events").role(Role.VIEWER).gives("text/event-stream").to(this::watch);
    }

    private CompletionStage<Answer> watch(Call call) {
        Set<ChangeKind> topics = call.query("topics").map(EventsResource::topics).orElse(EnumSet.allOf(ChangeKind.class));
        OptionalLong after = call.header("last-event-id").map(EventsResource::number).orElse(OptionalLong.empty());
        return CompletableFuture.completedStage(new Answer.Events(sink -> {
            EventStream stream = new EventStream(feed, topics, json, more, sink);
            stream.start(after);
            return stream;
        }));
    }

    private static Set<ChangeKind> topics(String text) {
        Set<ChangeKind> topics = EnumSet.noneOf(ChangeKind.class);
        for (String word : text.split(",", -1)) {
            topics.add(Arrays.stream(ChangeKind.values()).filter(kind -> kind.text().equals(word)).findFirst()
                    .orElseThrow(() -> PenstockException.invalid(ProblemCode.REQUEST_QUERY.code(), "the parameter topics: \""
                            + word + "\" is no kind of change")));
        }
        return topics;
    }

    private static OptionalLong number(String text) {
        if (!text.matches("\\d{1,16}")) {
            throw PenstockException.invalid(ProblemCode.REQUEST_HEADER.code(), "the header Last-Event-ID: expected a number");
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
