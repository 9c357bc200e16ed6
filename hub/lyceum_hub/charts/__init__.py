"""What the charts of a cluster are told, made from the settings that describe one machine."""
