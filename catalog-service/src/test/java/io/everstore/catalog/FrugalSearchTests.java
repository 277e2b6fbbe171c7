package io.everstore.catalog;

import org.springframework.test.context.TestPropertySource;

/**
 * The same with hardly anything read at once, so that a dozen products take the way that a hundred
 * thousand take otherwise.
 */
@TestPropertySource(
        properties = {"everstore.catalog.search.walk=1", "everstore.catalog.search.sample=2"})
class FrugalSearchTests extends SearchTests {}
