package io.penstock.pipes.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of the tests a pipe carries. Immutable.
 *
 * @param pipe the pipe's name
 * @param source the file
 * @param results one for every test, in order
 * @param seen how many events each node saw in all tests together: the coverage
 */
public record TestReport(String pipe, String source, List<Result> results, Map<String, Long> seen) {
    /**
     * One test.
     *
     * @param line where it stands in the file
     * @param problems what did not come out as expected; empty when it passed
     * @param nanos how long it took
     */
    public record Result(String name, int line, List<String> problems, long nanos) {
        /** Whether all came out as expected. */
        public boolean passed() {
            return problems.isEmpty();
        }
    }

    /** Whether there are tests and all passed. A pipe without tests has not passed any. */
    public boolean passed() {
        return !results.isEmpty() && results.stream().allMatch(Result::passed);
    }

    /** The nodes no test sent an event through. */
    public List<String> uncovered() {
        return seen.entrySet().stream().filter(entry -> entry.getValue() == 0).map(Map.Entry::getKey).toList();
    }

    /** For people: a line for every test, its problems below it, and what was covered. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Result result : results) {
            text.append(result.passed() ? "ok    " : "FAIL  ").append(source).append(':').append(result.line()).append(": ")
                    .append(result.name()).append('\n');
            result.problems().forEach(problem -> text.append("      ").append(problem).append('\n'));
        }
        long failed = results.stream().filter(result -> !result.passed()).count();
        int covered = seen.size() - uncovered().size();
        text.append(results.size()).append(" tests, ").append(failed).append(" failed; ").append(covered).append(" of ")
                .append(seen.size()).append(" nodes covered");
        if (!uncovered().isEmpty() && !results.isEmpty()) {
            text.append("; not ").append(String.join(", ", uncovered()));
        }
        return text.append('\n').toString();
    }

    /** For machines: JUnit's XML, one suite. */
    public String junitXml() {
        long failed = results.stream().filter(result -> !result.passed()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"").append(xml(pipe)).append("\" tests=\"").append(results.size())
                .append("\" failures=\"").append(failed).append("\" errors=\"0\" skipped=\"0\" time=\"")
                .append(seconds(results.stream().mapToLong(Result::nanos).sum())).append("\">\n");
        for (Result result : results) {
            xml.append("  <testcase classname=\"").append(xml(pipe)).append("\" name=\"").append(xml(result.name()))
                    .append("\" file=\"").append(xml(source)).append("\" line=\"").append(result.line()).append("\" time=\"")
                    .append(seconds(result.nanos())).append("\"");
            if (result.passed()) {
                xml.append("/>\n");
            } else {
                xml.append(">\n    <failure message=\"").append(xml(result.problems().get(0).lines().findFirst().orElse("")))
                        .append("\">").append(xml(String.join("\n", result.problems()))).append("</failure>\n  </testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    /** Escapes; what XML 1.0 cannot hold at all becomes a question mark. */
    private static String xml(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(c >= ' ' && c != 0xfffe && c != 0xffff && (c < 0xd800 || c > 0xdfff)
                        || c == '\n' || c == '\t' ? c : '?');
            }
        });
        return out.toString();
    }
}
