package io.penstock.pipes.lang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads one YAML 1.2 document (hence also JSON) into nodes with places, within limits. One use, one thread. */
final class YamlReader {
    /** Longest text read. */
    static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_DEPTH = 50;
    /** Nodes after aliases are followed: what an alias bomb would blow up. */
    private static final int MAX_NODES = 100_000;
    private static final int MAX_ALIASES = 100;

    private final Findings findings;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private final Map<Node, Integer> weights = new java.util.IdentityHashMap<>();
    private Iterator<Event> events;
    private int nodes;
    private int aliases;
    private int depth;

    YamlReader(Findings findings) {
        this.findings = findings;
    }

    /** Stops the reading; the finding is made already. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    /** The document; empty when it cannot be read at all, with the reason among the findings. */
    Optional<Node> read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            findings.error(Place.START, "yaml.size", "expected at most 1 MiB of text, but found " + text.length()
                    + " characters");
            return Optional.empty();
        }
        try {
            LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();
            events = new Parse(settings).parseString(text).iterator();
            return document();
        } catch (Stop stopped) {
            return Optional.empty();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().or(e::getContextMark).map(YamlReader::place).orElse(Place.START);
            findings.error(place, "yaml.syntax", syntaxMessage(e));
            return Optional.empty();
        } catch (YamlEngineException e) {
            findings.error(Place.START, "yaml.syntax", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        } catch (StackOverflowError e) {
            findings.error(Place.START, "yaml.depth", "nested too deep");
            return Optional.empty();
        }
    }

    private static String syntaxMessage(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext().strip() + ": ";
        return "not YAML: " + context + (e.getProblem() == null ? "cannot be read" : e.getProblem().strip());
    }

    private Optional<Node> document() {
        Optional<Node> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent node) {
                if (root.isPresent()) {
                    findings.error(place(event), "yaml.documents", "expected one document, but a second one begins here");
                    break;
                }
                root = Optional.of(node(node));
            }
        }
        if (root.isEmpty()) {
            findings.error(Place.START, "yaml.empty", "expected a pipe, but the text is empty");
        }
        return root;
    }

    private Node node(NodeEvent event) {
        Place place = place(event);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, place);
        }
        count(1, place);
        if (++depth > MAX_DEPTH) {
            throw stop(place, "yaml.depth", "nested more than " + MAX_DEPTH + " deep");
        }
        int before = nodes;
        Node node = event instanceof ScalarEvent scalar ? scalar(scalar, place)
                : event instanceof SequenceStartEvent list ? items(list, place) : table((MappingStartEvent) event, place);
        depth--;
        event.getAnchor().ifPresent(anchor -> {
            anchors.put(anchor, node);
            weights.put(node, nodes - before + 1);
        });
        return node;
    }

    private Node aliased(AliasEvent alias, Place place) {
        Node target = anchors.get(alias.getAlias());
        if (target == null) {
            throw stop(place, "yaml.alias", "the alias *" + alias.getAlias() + " refers to nothing before it");
        }
        if (++aliases > MAX_ALIASES) {
            throw stop(place, "yaml.alias-bomb", "more than " + MAX_ALIASES + " aliases");
        }
        count(weights.get(target), place);
        return target;
    }

    private void count(int more, Place place) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw stop(place, "yaml.alias-bomb", "more than " + MAX_NODES + " values, aliases followed");
        }
    }

    private Stop stop(Place place, String code, String message) {
        findings.error(place, code, message);
        return new Stop();
    }

    private Node scalar(ScalarEvent event, Place place) {
        String text = event.getValue();
        String tag = event.getTag().orElse("");
        if (event.isPlain() && tag.isEmpty()) {
            CoreSchema.trap(text).ifPresent(trap -> findings.warning(place, "yaml.trap", trap));
            return new Node.Scalar(CoreSchema.plain(text), text, 0, place);
        }
        if (!tag.isEmpty() && !tag.equals("!") && !tag.equals("tag:yaml.org,2002:str")) {
            findings.error(place, "yaml.tag", "the tag " + tag + " has no meaning here");
        }
        int quoted = event.isDQuoted() || event.isSQuoted() ? 1 : -1;
        return new Node.Scalar(text, text, tag.isEmpty() ? quoted : -1, place);
    }

    private void refuseTag(CollectionStartEvent event, Place place) {
        event.getTag().filter(tag -> !tag.equals("!") && !tag.startsWith("tag:yaml.org,2002:")).ifPresent(
                tag -> findings.error(place, "yaml.tag", "the tag " + tag + " has no meaning here"));
    }

    private Node items(SequenceStartEvent event, Place place) {
        refuseTag(event, place);
        List<Node> items = new ArrayList<>();
        for (Event next = events.next(); next instanceof NodeEvent node; next = events.next()) {
            items.add(node(node));
        }
        return new Node.Items(List.copyOf(items), place);
    }

    private Node table(MappingStartEvent event, Place place) {
        refuseTag(event, place);
        Map<String, Node.Entry> entries = new java.util.LinkedHashMap<>();
        for (Event next = events.next(); next instanceof NodeEvent node; next = events.next()) {
            Place keyPlace = place(next);
            Optional<String> key = key(node, keyPlace);
            Node value = node((NodeEvent) events.next());
            key.ifPresent(name -> put(entries, new Node.Entry(name, keyPlace, value)));
        }
        return new Node.Table(List.copyOf(entries.values()), place);
    }

    private Optional<String> key(NodeEvent event, Place place) {
        if (event instanceof ScalarEvent scalar) {
            if (scalar.getValue().equals("<<") && scalar.isPlain()) {
                findings.error(place, "yaml.merge", "<< is not part of YAML 1.2; write the keys out");
                return Optional.empty();
            }
            count(1, place);
            return Optional.of(scalar.getValue());
        }
        node(event);
        findings.error(place, "yaml.key", event instanceof AliasEvent ? "an alias cannot be a key"
                : "a key must be a text; a parameter must stand in quotes: \"{{ name }}\"");
        return Optional.empty();
    }

    private void put(Map<String, Node.Entry> entries, Node.Entry entry) {
        Node.Entry first = entries.putIfAbsent(entry.key(), entry);
        if (first != null) {
            findings.error(entry.place(), "yaml.duplicate-key", "the key \"" + entry.key()
                    + "\" is here twice; the first is at line " + first.place().line());
        }
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlReader::place).orElse(Place.START);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
