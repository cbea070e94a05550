"""The citation style of a reference list: author, year in parentheses, title, venue, address; much as APA. Pure.

Written in CSL 1.0 (the Citation Style Language), of which citeproc-py carries only one style of its own.
"""

from __future__ import annotations

APA_LIKE = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info>
    <title>Crossroads, APA-like</title>
    <id>crossroads-apa-like</id>
    <updated>2026-11-20T00:00:00+00:00</updated>
  </info>
  <macro name="author">
    <names variable="author">
      <name name-as-sort-order="all" and="symbol" sort-separator=", " initialize-with=". " delimiter=", "
            delimiter-precedes-last="always" et-al-min="21" et-al-use-first="19"/>
      <substitute><text variable="title"/></substitute>
    </names>
  </macro>
  <macro name="year">
    <choose>
      <if variable="issued"><date variable="issued"><date-part name="year"/></date></if>
      <else><text value="n.d."/></else>
    </choose>
  </macro>
  <macro name="venue">
    <group delimiter=", ">
      <text variable="container-title" font-style="italic"/>
      <group><text variable="volume"/><text variable="issue" prefix="(" suffix=")"/></group>
      <text variable="page"/>
    </group>
  </macro>
  <macro name="address">
    <choose>
      <if variable="DOI"><text variable="DOI" prefix="https://doi.org/"/></if>
      <else><text variable="URL"/></else>
    </choose>
  </macro>
  <citation><layout><text macro="author"/></layout></citation>
  <bibliography>
    <sort><key macro="author"/><key macro="year"/></sort>
    <layout>
      <group delimiter=" ">
        <text macro="author" suffix="."/>
        <text macro="year" prefix="(" suffix=")."/>
        <choose>
          <if variable="author"><text variable="title" suffix="."/></if>
        </choose>
        <text macro="venue" suffix="."/>
        <text variable="publisher" suffix="."/>
        <text variable="number" suffix="."/>
        <text macro="address"/>
      </group>
    </layout>
  </bibliography>
</style>
"""
