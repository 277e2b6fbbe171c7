package io.everstore.chaos.report;

import io.everstore.chaos.run.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One page that needs nothing else: data, style, script and the library of the charts are in it, so
 * that it can be attached to a mail and read offline.
 */
final class HtmlReport {

    /** The console has it as well. */
    private static final String UPLOT = "/console/uplot/uPlot-1.6.32";

    private HtmlReport() {}

    static String page(Result result, Summary summary) {
        return resource("/io/everstore/chaos/report/report.html")
                .replace("/*uplot.css*/", resource(UPLOT + ".min.css"))
                .replace("/*uplot.js*/", resource(UPLOT + ".iife.min.js"))
                .replace("/*report.js*/", resource("/io/everstore/chaos/report/report.js"))
                .replace("/*report.css*/", resource("/io/everstore/chaos/report/report.css"))
                .replace("\"/*data*/\"", json(Map.of("summary", summary, "run", run(result))));
    }

    private static Object run(Result result) {
        return result.observed()
                .<Object>map(
                        seen ->
                                Map.of(
                                        "phases", seen.phases(),
                                        "seconds", seen.measures().seconds(),
                                        "lanes", seen.lanes(),
                                        "events", seen.events()))
                .orElse(Map.of());
    }

    /** As data in a script: nothing in it may end the script. */
    private static String json(Object data) {
        return Reports.json(data).replace("</", "<\\/");
    }

    static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
