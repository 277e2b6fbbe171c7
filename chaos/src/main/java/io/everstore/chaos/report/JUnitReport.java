package io.everstore.chaos.report;

import io.everstore.chaos.run.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the form in which every continuous integration reads tests. */
public final class JUnitReport {

    private JUnitReport() {}

    public static void write(List<Result> results, Path file) {
        try (var out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            xml.writeStartDocument();
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "chaos");
            xml.writeAttribute("tests", Integer.toString(results.size()));
            xml.writeAttribute("failures", count(results, "failure"));
            xml.writeAttribute("errors", count(results, "error"));
            xml.writeAttribute("skipped", count(results, "skipped"));
            for (Result result : results) {
                write(result, xml);
            }
            xml.writeEndDocument();
            xml.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    private static void write(Result result, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "chaos." + result.target());
        xml.writeAttribute("name", result.experiment().id() + " " + result.experiment().name());
        String element = element(result);
        if (!element.isEmpty()) {
            xml.writeStartElement(element);
            xml.writeAttribute("message", String.join("; ", result.reasons()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String element(Result result) {
        return switch (result.verdict()) {
            case PASSED -> "";
            case FAILED -> "failure";
            case ABORTED -> "error";
            case SKIPPED -> "skipped";
        };
    }

    private static String count(List<Result> results, String element) {
        return Long.toString(results.stream().filter(r -> element(r).equals(element)).count());
    }
}
