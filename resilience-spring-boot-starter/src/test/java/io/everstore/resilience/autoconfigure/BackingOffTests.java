package io.everstore.resilience.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

class BackingOffTests {

    private static final AutoConfigurations ALL =
            AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    HttpAutoConfiguration.class,
                    DatabaseAutoConfiguration.class,
                    TokenVerification.class);

    private final WebApplicationContextRunner service =
            new WebApplicationContextRunner()
                    .withConfiguration(ALL)
                    .withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x");

    static final class OwnAdvice extends ResponseEntityExceptionHandler {}

    @Test
    void guardsAServiceThatBringsNothing() {
        service.run(
                context ->
                        assertThat(context)
                                .hasSingleBean(ProblemAdvice.class)
                                .hasSingleBean(DatabaseAdvice.class)
                                .hasSingleBean(ProblemAdvice.ErrorPage.class)
                                .hasSingleBean(SchemaValidation.class)
                                .hasSingleBean(SecurityProblems.class)
                                .hasSingleBean(JwtDecoder.class)
                                .hasBean("servedByFilter")
                                .hasBean("bodyLimitFilter"));
    }

    @Test
    void givesWayToAServicesOwnAdvice() {
        service.withBean(OwnAdvice.class)
                .run(context -> assertThat(context).doesNotHaveBean(ProblemAdvice.class));
    }

    @Test
    void givesWayToAServicesOwnErrorPage() {
        service.withBean(ErrorController.class, () -> new ErrorController() {})
                .run(context -> assertThat(context).doesNotHaveBean(ProblemAdvice.ErrorPage.class));
    }

    @Test
    void givesWayToAServicesOwnFilters() {
        service.withBean(
                        "bodyLimitFilter",
                        FilterRegistrationBean.class,
                        FilterRegistrationBean::new)
                .run(
                        context ->
                                assertThat(context.getBeansOfType(BodyLimitFilter.class).values())
                                        .isEmpty());
    }

    @Test
    void leavesTheSchemaToAServiceThatMigratesItself() {
        service.withBean(Flyway.class, () -> Flyway.configure().load())
                .run(context -> assertThat(context).doesNotHaveBean(SchemaValidation.class));
    }

    @Test
    void asksForNothingThatAGatewayDoesNotHave() {
        service.withClassLoader(
                        new FilteredClassLoader(
                                DataAccessException.class.getPackageName(),
                                "org.flywaydb",
                                "com.zaxxer.hikari",
                                "org.springframework.transaction",
                                "org.springframework.jdbc"))
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .hasSingleBean(ProblemAdvice.class)
                                        .doesNotHaveBean("databaseAdvice")
                                        .doesNotHaveBean("schemaValidation"));
    }

    @Test
    void asksForNoSecurityWhereThereIsNone() {
        service.withClassLoader(new FilteredClassLoader(BearerTokenAuthenticationEntryPoint.class))
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .doesNotHaveBean("securityProblems"));
    }

    @Test
    void staysOutOfAnApplicationWithoutAWebServer() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x")
                .run(
                        context ->
                                assertThat(List.of(context.getBeanDefinitionNames()))
                                        .doesNotContain(
                                                "servedByFilter",
                                                "bodyLimitFilter",
                                                "problemAdvice",
                                                "databaseAdvice"));
    }
}
