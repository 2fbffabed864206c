<#-- The way to an account, the same for whoever comes: the portal's page answers every address alike. -->
<#macro content>
  <#if (client.baseUrl)?has_content && ["login", "login-username", "login-password"]?seq_contains(pageId)>
    <p id="tallygate-register" class="pf-v5-u-text-align-center pf-v5-u-pb-lg">${msg("tallygateNoAccount")} <a href="${client.baseUrl}sign-in/register">${msg("tallygateRegister")}</a></p>
  </#if>
</#macro>
