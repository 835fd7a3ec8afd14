"""Figures about the carrier, without any personal data: counts, codes, seconds."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """A registry of its own, so that several gateways can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.webhooks = self._counter("webhooks", "Webhooks by answer", "status")
        self.messages = self._counter("messages", "Messages stored for the first time, by kind", "kind")
        self.duplicates = self._counter("duplicate_messages", "Messages that were stored before")
        self.ignored = self._counter("ignored_items", "Items that are none of our business", "reason")
        self.quarantined = self._counter("quarantined_items", "Signed items nobody can read", "reason")
        self.sends = self._counter("sends", "Attempts to send, by outcome", "outcome")
        self.statuses = self._counter("statuses", "Delivery statuses by kind", "status")
        self.failures = self._counter("failed_deliveries", "Messages that Meta gave up, by its code", "code")
        self.presence = self._counter("presence", "Read receipts with typing, by outcome", "outcome")
        self.media = self._counter("media", "Files fetched, by outcome", "outcome")
        self.faults = self._counter("faults", "Unexpected faults by place", "place")
        self.acknowledge = Histogram(
            "banpol_acknowledge_seconds",
            "From the whole body of a webhook to its answer",
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5),
            registry=self.registry,
        )
        self.outbox = Gauge("banpol_outbox_pending", "Messages that have to leave", registry=self.registry)
        self.sender_closed = Gauge(
            "banpol_sender_ok", "1 while sending works, 0 while it is stopped", registry=self.registry
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"banpol_{name}", text, labels, registry=self.registry)

    def page(self) -> bytes:
        """The text form that Prometheus reads."""
        return generate_latest(self.registry)
