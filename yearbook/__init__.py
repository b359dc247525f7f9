"""yearbook: validated data packages in, a public record out."""

__version__ = "0.1.0"
