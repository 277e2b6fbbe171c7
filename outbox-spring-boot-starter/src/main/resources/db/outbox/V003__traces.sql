-- Which trace an event is part of (W3C Trace Context), for the header of its record. Instances of the version before
-- leave it out, and so do the events of an import, which are of no customer's request.
alter table outbox add column traceparent text;
