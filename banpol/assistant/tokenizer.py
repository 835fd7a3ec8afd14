"""Rasa's tokens: text and offsets stay as typed, the lemma is the normalised form."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from banpol.language import spelling


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NormTokenizer(Tokenizer):
    """Words as spelling.tokens finds them."""

    @staticmethod
    def supported_languages() -> list[str]:
        return ["id"]

    @staticmethod
    def required_packages() -> list[str]:
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        return [
            Token(found.text, found.start, found.end, lemma=found.lemma) for found in spelling.tokens(text)
        ]


def lemmas(message: Message) -> str:
    """The normalised text of a tokenised message."""
    from rasa.shared.nlu.constants import TEXT

    found = message.get("text_tokens") or []
    return " ".join(token.lemma for token in found) or str(message.get(TEXT) or "").lower()
