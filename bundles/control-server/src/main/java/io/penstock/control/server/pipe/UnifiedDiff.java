package io.penstock.control.server.pipe;

import java.util.ArrayList;
import java.util.List;

/** How two texts differ, line by line, as programs that apply patches want it. Pure. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /** Beyond this many pairs of lines the whole middle is replaced: finding the least change would take too long. */
    private static final long MAX_PAIRS = 4_000_000;

    private UnifiedDiff() {
    }

    private record Line(char sign, String text) {
    }

    /** Empty where both are equal. */
    public static String of(String fromName, String from, String toName, String to) {
        if (from.equals(to)) {
            return "";
        }
        List<Line> lines = lines(List.of(from.split("\n", -1)), List.of(to.split("\n", -1)));
        StringBuilder out = new StringBuilder("--- " + fromName + "\n+++ " + toName + "\n");
        int at = 0;
        while (at < lines.size()) {
            while (at < lines.size() && lines.get(at).sign() == ' ') {
                at++;
            }
            if (at < lines.size()) {
                at = hunk(lines, at, out);
            }
        }
        return out.toString();
    }

    private static int hunk(List<Line> lines, int first, StringBuilder out) {
        int start = Math.max(0, first - CONTEXT);
        int end = first;
        int same = 0;
        for (int i = first; i < lines.size() && same <= 2 * CONTEXT; i++) {
            same = lines.get(i).sign() == ' ' ? same + 1 : 0;
            end = same == 0 ? i + 1 : end;
        }
        end = Math.min(lines.size(), end + CONTEXT);
        List<Line> before = lines.subList(0, start);
        List<Line> hunk = lines.subList(start, end);
        out.append("@@ -").append(range(before, hunk, '+')).append(" +").append(range(before, hunk, '-')).append(" @@\n");
        hunk.forEach(line -> out.append(line.sign()).append(line.text()).append('\n'));
        return end;
    }

    private static String range(List<Line> before, List<Line> hunk, char other) {
        long skipped = before.stream().filter(line -> line.sign() != other).count();
        long count = hunk.stream().filter(line -> line.sign() != other).count();
        return (count == 0 ? skipped : skipped + 1) + (count == 1 ? "" : "," + count);
    }

    private static List<Line> lines(List<String> from, List<String> to) {
        int head = 0;
        while (head < Math.min(from.size(), to.size()) && from.get(head).equals(to.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(from.size(), to.size()) - head
                && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
            tail++;
        }
        List<Line> all = new ArrayList<>();
        from.subList(0, head).forEach(text -> all.add(new Line(' ', text)));
        middle(from.subList(head, from.size() - tail), to.subList(head, to.size() - tail), all);
        from.subList(from.size() - tail, from.size()).forEach(text -> all.add(new Line(' ', text)));
        return all;
    }

    private static void middle(List<String> from, List<String> to, List<Line> all) {
        if ((long) from.size() * to.size() > MAX_PAIRS) {
            from.forEach(text -> all.add(new Line('-', text)));
            to.forEach(text -> all.add(new Line('+', text)));
            return;
        }
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j)) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                all.add(new Line(' ', from.get(i++)));
                j++;
            } else if (j >= to.size() || i < from.size() && common[i + 1][j] >= common[i][j + 1]) {
                all.add(new Line('-', from.get(i++)));
            } else {
                all.add(new Line('+', to.get(j++)));
            }
        }
    }
}
